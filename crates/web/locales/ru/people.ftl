people-role-resident = Заявитель
people-role-agent = Оператор
people-role-interpreter = Переводчик
people-role-officer = Исполнитель
people-role-mediator = Медиатор
people-role-supervisor = Супервизор
people-role-planner = Специалист по планированию
people-role-reviewer = Эксперт-рецензент
people-role-administrator = Администратор
people-account-title = Моя учётная запись
people-account-sessions = Где выполнен вход
people-account-password = Смена пароля
people-account-password-hint = На всех остальных устройствах будет выполнен выход, на этом вы останетесь в системе.
people-password-current-password = Текущий пароль
people-password-new-password = Новый пароль
people-password-again-password = Новый пароль ещё раз
people-password-hint = Не менее { $min } знаков. Несколько не связанных между собой слов легко запомнить и трудно угадать. Распространённые пароли не принимаются.
people-password-change = Сменить пароль
people-sessions-last =
    Сеанс завершается, если им не пользовались { $idle ->
        [one] { $idle } час
        [few] { $idle } часа
       *[many] { $idle } часов
    }, и в любом случае через { $hours ->
        [one] { $hours } час
        [few] { $hours } часа
       *[many] { $hours } часов
    } после входа.
people-sessions-end-others = Выйти на всех остальных устройствах
people-sessions-title = Сеансы
people-sessions-hint = Все, кто сейчас в системе; сначала те, кто работал недавно. Завершённый сеанс закрывается сразу, где бы он ни был открыт.
people-sessions-total =
    { $n ->
        [one] { $n } сеанс
        [few] { $n } сеанса
       *[many] { $n } сеансов
    }
people-sessions-person = Сотрудник
people-sessions-none = Никто из выбранных сейчас не вошёл в систему.
people-sessions-end-all = Завершить все сеансы этого сотрудника
people-session-end = Завершить
people-session-own = это устройство
people-session-on = { $browser }, { $system }
people-column-who = Сотрудник
people-column-on = Устройство
people-column-began = Вход
people-column-used = Последнее действие
people-column-ends = Завершится
people-browser-chrome = Chrome
people-browser-edge = Edge
people-browser-firefox = Firefox
people-browser-safari = Safari
people-browser-wechat = WeChat
people-browser-other = другой браузер
people-browser-program = Программа (через API)
people-system-windows = Windows
people-system-macos = macOS
people-system-linux = Linux
people-system-android = Android
people-system-ios = iOS
people-system-harmonyos = HarmonyOS
people-system-other = другая система
people-done-password = Пароль изменён. На остальных устройствах выполнен выход.
people-done-end = Сеанс завершён.
people-done-others = На всех остальных устройствах выполнен выход.
people-done-all = Все сеансы этого сотрудника завершены.

error-home = На главную
error-help = Помощь
error-instead = Что можно сделать сейчас:
error-not-found-title = Страница не найдена
error-not-found-text = По этому адресу ничего нет. Возможно, в нём опечатка или страница переехала.
error-method-not-allowed-title = Здесь это сделать нельзя
error-method-not-allowed-text = Этот адрес не принимает такие запросы.
error-malformed-title = Не удалось прочитать запрос
error-malformed-text = В запросе что-то не так. Вернитесь и попробуйте ещё раз.
error-too-large-title = Слишком большой объём
error-too-large-text = Отправленное больше, чем мы можем принять. Сократите и отправьте снова.
error-unsupported-media-type-title = Не удалось прочитать этот формат
error-unsupported-media-type-text = Отправьте данные в том формате, которого ждёт этот адрес.
error-too-slow-title = Слишком долго
error-too-slow-text = Сервер не успел ответить. Подождите немного и попробуйте ещё раз.
error-sign-in-title = Войдите, пожалуйста
error-sign-in-text = Вы не вошли, или сеанс закончился.
error-forbidden-title = Это вам недоступно
error-forbidden-text = Ваша роль не позволяет этого делать — вообще или с этим обращением.
error-cross-site-title = Запрос пришёл с другого сайта
error-cross-site-text = Ради вашей безопасности мы его не выполнили. Откройте страницу здесь и повторите.
error-too-many-title = Слишком много запросов
error-too-many-text = { $seconds ->
    [one] Подождите { $seconds } секунду и попробуйте ещё раз.
    [few] Подождите { $seconds } секунды и попробуйте ещё раз.
   *[other] Подождите { $seconds } секунд и попробуйте ещё раз.
}
error-wrong-receipt-title = Не удалось открыть обращение
error-wrong-receipt-text = Номер обращения и код доступа не подходят друг к другу. Проверьте оба.
error-wrong-state-title = Сейчас это сделать нельзя
error-wrong-state-text = Состояние обращения: { $state }.
error-too-late-title = Время для этого прошло
error-too-late-text = С этим обращением так сделать уже нельзя.
error-too-late-since = Время для этого прошло. Ответ на обращение дан: { $date }.
error-reopened-enough = { $times ->
    [one] Возобновить обращение можно { $times } раз, и это уже сделано. Если помощь ещё нужна, отправьте новое обращение.
    [few] Возобновить обращение можно { $times } раза, и это уже сделано. Если помощь ещё нужна, отправьте новое обращение.
   *[other] Возобновить обращение можно { $times } раз, и это уже сделано. Если помощь ещё нужна, отправьте новое обращение.
}
error-invalid-title = Проверьте некоторые ответы
error-invalid-text = Исправьте отмеченное.
error-conflict-title = Кто-то изменил это раньше
error-conflict-text = Пока вы работали, обращение изменилось. Посмотрите на него ещё раз и повторите.
error-key-reused-title = Этот ключ уже использован
error-key-reused-text = Этот ключ идемпотентности пришёл с другим запросом. Возьмите новый.
error-unavailable-title = Служба сейчас недоступна
error-unavailable-text = Ничего не сохранено. Попробуйте через несколько минут или позвоните на горячую линию.
error-internal-title = У нас что-то сломалось
error-internal-text = Запрос не выполнен. Попробуйте ещё раз; если не поможет, позвоните на горячую линию.

notices-title = 이메일 알림
notices-none-sent = 이메일 알림은 보내지 않습니다. 진행 상황은 접수증으로 언제든 조회할 수 있습니다.
notices-offered = 이메일을 남기시면 새 소식이 있을 때 알려 드립니다. 먼저 주소를 확인하는 메일을 한 통 보내 드립니다.
notices-waiting = { $address }(으)로 확인 메일을 보내고 있습니다. 메일의 링크를 열어 주소를 확인해 주세요. 확인하신 뒤에만 알림을 보냅니다.
notices-expired = { $address }(으)로 보낸 확인 링크의 기한이 지났습니다. 새 링크를 받으실 수 있습니다.
notices-confirmed = 새 소식이 있으면 { $address }(으)로 알려 드립니다.
notices-stopped = 이 민원의 메일을 더는 보내지 않습니다. 언제든 이메일을 다시 남기실 수 있습니다.
notices-refused = { $address }(으)로 보낸 메일이 수신 거부되었습니다. 주소를 확인해 주세요.
notices-leave = 이메일로 알림 받기
notices-leave-again = 확인 메일 다시 받기
notices-form-sent = { $example }. 먼저 주소를 확인하는 메일을 보내고, 확인하신 뒤에는 새 소식이 있을 때마다 짧은 메일로 알려 드립니다.
notices-form-none-sent = { $example }. 새 소식을 메일로 알려 드리지는 않으니 접수증으로 조회해 주세요.
notices-button-confirm = 이메일 주소 확인
notices-button-stop = 메일 그만 받기
notices-confirm-asks-title = 이 민원의 알림을 메일로 받으시겠습니까?
notices-confirm-asks-text = 확인하시면 접수번호 { $reference } 민원에 새 소식이 있을 때마다 이 주소로 알려 드립니다.
notices-confirm-done-title = 이메일 주소가 확인되었습니다
notices-confirm-done-text = 앞으로 접수번호 { $reference } 민원에 새 소식이 있으면 메일로 알려 드립니다. 모든 메일에는 수신을 그만두는 링크가 있습니다.
notices-confirm-over-title = 더는 쓸 수 없는 링크입니다
notices-confirm-over-text = 접수증으로 접수번호 { $reference } 민원을 열고 이메일을 다시 남겨 주세요. 새 링크를 보내 드립니다.
notices-stop-asks-title = 이 민원의 메일을 그만 받으시겠습니까?
notices-stop-asks-text = 접수번호 { $reference } 민원의 메일을 더는 받지 않게 됩니다. 민원은 계속 처리되며, 접수증으로 조회할 수 있습니다.
notices-stop-done-title = 메일을 더는 보내지 않습니다
notices-stop-done-text = 접수번호 { $reference } 민원의 메일을 이 주소로 더는 보내지 않습니다. 진행 상황은 접수증으로 조회할 수 있습니다.
notices-often-enough-left = 이메일은 민원마다 { $times }번까지 남길 수 있으며, 이미 모두 쓰셨습니다. 진행 상황은 접수증으로 조회해 주세요.
follow-done-notices = 확인 메일을 보내고 있습니다. 메일의 링크를 열어 주소를 확인해 주세요.
follow-done-notices-stop = 이 민원의 메일을 더는 보내지 않습니다.
notices-mail-confirm-subject = { $site }: 이메일 주소를 확인해 주세요
notices-mail-confirm =
    접수번호 { $reference } 민원의 알림을 받을 주소로 이 이메일이 남겨졌습니다.

    알림을 받으시려면 아래 페이지를 열어 확인해 주세요. 링크는 { $days }일 동안 쓸 수 있습니다.
    { $confirm }

    모르는 일이라면 아무것도 하지 않으셔도 됩니다. 확인하지 않으시면 알림을 보내지 않습니다. 이 민원에 관한 메일을 전혀 받지 않으시려면 아래를 열어 주세요.
    { $stop }

    이 메일에는 회신하지 마세요. 회신은 확인하지 않습니다.
notices-mail-news-subject = { $site }: 접수번호 { $reference } 민원의 새 소식
notices-mail-news =
    접수번호 { $reference } 민원에 새 소식이 있습니다.

    아래 페이지에서 확인해 주세요. 접수증의 조회 코드가 필요합니다.
    { $follow }

    개인정보를 지키기 위해 내용은 메일에 적지 않습니다. 이 메일에는 회신하지 마세요. 회신은 확인하지 않습니다.

    이 민원의 메일을 그만 받으시려면:
    { $stop }
notices-desk-title = 반송된 메일
notices-desk-hint = 남긴 이메일이 수신을 거부한 민원입니다. 신청인에게 알림이 가지 않으니, 전화번호가 있으면 전화로 알려 주세요. 주소는 신청인이 민원 페이지에서 수정할 수 있습니다.
notices-desk-tasks = 보내지 못한 메일은 ‘중단된 작업’에 있습니다.
notices-desk-none-sent = 메일 서버가 설정되지 않았습니다. 신청인에게 메일을 보내지 않으며, 페이지에도 그렇게 안내합니다.
notices-desk-total = { $n }건
notices-desk-empty = 수신을 거부한 주소가 없습니다.
notices-desk-case = 민원
notices-desk-since = 거부된 때
desk-event-notices = 이메일 알림
cases-command-notices = 이메일 알림
tasks-kind-notice = 새 소식을 신청인에게 메일로 알리기
tasks-kind-notice-confirmation = 이메일 주소 확인을 요청하는 메일 보내기
tasks-why-mail-unreachable = 메일 서버에 연결할 수 없습니다
tasks-why-mail-put-off = 메일 서버가 나중에 다시 시도하라고 했습니다
tasks-why-mail-not-taken = 메일 서버가 우리 메일을 받지 않습니다. 플랫폼 운영자에게 알리세요
tasks-why-mail-unknown = 메일을 받았는지 알리기 전에 메일 서버가 연결을 끊었습니다

notices-title = News by email
notices-none-sent = No mails are sent about your case. To see where it stands, come back at any time with your receipt.
notices-offered = Leave an address, and we write to you when something happens. First you get one mail with a link to confirm it.
notices-waiting = A mail with a link is on its way to { $address }. Open the link to confirm the address; only then do we send you news.
notices-expired = The link we sent to { $address } no longer works. You can have a new one sent.
notices-confirmed = When something happens, we write to { $address }.
notices-stopped = You get no more mails about this case. You can leave an address again at any time.
notices-refused = Our mail to { $address } was refused. Please check the address.
notices-leave = Get news by email
notices-leave-again = Send the link again
notices-form-sent = { $example }. We send one mail with a link to confirm the address, then a short mail whenever something happens.
notices-form-none-sent = { $example }. No mails are sent when something happens: follow your case with the receipt.
notices-button-confirm = Confirm the address
notices-button-stop = Stop these mails
notices-confirm-asks-title = Get mails about this case?
notices-confirm-asks-text = Once you confirm, we write to this address whenever something happens in case { $reference }.
notices-confirm-done-title = Your address is confirmed
notices-confirm-done-text = From now on we write to you whenever something happens in case { $reference }. Every mail has a link to stop them.
notices-confirm-over-title = This link no longer works
notices-confirm-over-text = Open case { $reference } with your receipt and leave your address again. You will be sent a new link.
notices-stop-asks-title = Stop mails about this case?
notices-stop-asks-text = You will get no more mails about case { $reference }. Work on the case goes on, and you can follow it with your receipt.
notices-stop-done-title = No more mails
notices-stop-done-text = No more mails about case { $reference } are sent to this address. You can follow the case with your receipt.
notices-often-enough-left =
    { $times ->
        [one] An address can be left { $times } time in a case, and that has been done.
       *[other] An address can be left { $times } times in a case, and that has been done.
    } Please follow the case with your receipt.
follow-done-notices = A mail with a link is on its way. Open the link to confirm the address.
follow-done-notices-stop = You get no more mails about this case.
notices-mail-confirm-subject = { $site }: please confirm your email address
notices-mail-confirm =
    This address was left in case { $reference }, to receive news about it.

    If you would like that, open this page and confirm. The link works for { $days } days:
    { $confirm }

    If you know nothing of this, you need not do anything: without your confirmation we send no news. To rule out any mail about this case:
    { $stop }

    Please do not reply to this mail. Replies are not read.
notices-mail-news-subject = { $site }: news about case { $reference }
notices-mail-news =
    Something has happened in your case { $reference }.

    Read it here. You will need the access code from your receipt:
    { $follow }

    For your privacy, this mail says nothing more. Please do not reply to it: replies are not read.

    To stop mails about this case:
    { $stop }
notices-desk-title = Undeliverable mail
notices-desk-hint = Cases whose email address refuses mail. The resident hears nothing from us that way: call them if there is a number. They can correct the address on the page of the case.
notices-desk-tasks = Mails that could not be sent are among the tasks given up.
notices-desk-none-sent = No mail server is configured: residents get no mails, and are told so.
notices-desk-total =
    { $n ->
        [one] { $n } case
       *[other] { $n } cases
    }
notices-desk-empty = No address refuses mail.
notices-desk-case = Case
notices-desk-since = Refused
desk-event-notices = News by email
cases-command-notices = News by email
tasks-kind-notice = Tell a resident by email that something happened
tasks-kind-notice-confirmation = Ask a resident to confirm an email address
tasks-why-mail-unreachable = The mail server could not be reached
tasks-why-mail-put-off = The mail server asked us to try again later
tasks-why-mail-not-taken = The mail server does not take mail from us; tell whoever runs the platform
tasks-why-mail-unknown = The mail server broke off before it said whether it took the mail

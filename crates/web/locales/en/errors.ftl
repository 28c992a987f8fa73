error-home = Go to the home page
error-help = Help
error-instead = What you can do now:
error-not-found-title = Page not found
error-not-found-text = There is nothing at this address. It may have been mistyped, or the page may have moved.
error-method-not-allowed-title = This cannot be done here
error-method-not-allowed-text = This address does not take this kind of request.
error-malformed-title = We could not read the request
error-malformed-text = Something in the request is wrong. Please go back and try once more.
error-too-large-title = This is too large
error-too-large-text = What was sent is larger than we can take. Please shorten it and send it again.
error-unsupported-media-type-title = We cannot read this format
error-unsupported-media-type-text = Please send the data in the format this address expects.
error-too-slow-title = This is taking too long
error-too-slow-text = The server did not finish in time. Please wait a moment and try again.
error-incomplete-title = Not everything arrived
error-incomplete-text = Your connection did not send the rest in time, so nothing was saved. Please send it again.
error-no-room-title = We cannot take files right now
error-no-room-text = There is no room for more files, so yours was not saved. Send your words without it, or try again later.
error-sign-in-title = Please sign in
error-sign-in-text = You are not signed in, or your session has ended.
error-forbidden-title = You may not do this
error-forbidden-text = Your role does not allow this, or not for this record.
error-cross-site-title = The request came from another site
error-cross-site-text = For your safety we did not carry it out. Please open the page here and do it again.
error-too-many-title = Too many requests
error-too-many-text = { $seconds ->
    [one] Please wait { $seconds } second and try again.
   *[other] Please wait { $seconds } seconds and try again.
}
error-wrong-receipt-title = We could not open the case
error-wrong-receipt-text = The reference and the access code do not match. Please check both.
error-wrong-state-title = This cannot be done now
error-wrong-state-text = Its state is now: { $state }.
error-too-late-title = The time for this is over
error-too-late-text = This is no longer possible.
error-too-late-since = The time for this has passed. The case was answered on { $date }.
cases-often-enough-reopened = { $times ->
    [one] A case can be reopened once, and that has been done. If you still need help, please open a new case.
   *[other] A case can be reopened { $times } times, and that has been done. If you still need help, please open a new case.
}
error-invalid-title = Some answers need another look
error-invalid-text = Please correct what is marked.
error-conflict-title = Someone else changed this first
error-conflict-text = It changed while you were working on it. Please look at it again, then repeat what you wanted to do.
error-key-reused-title = The key was used before
error-key-reused-text = This idempotency key came with another request. Please use a new key.
error-unavailable-title = The service is not available right now
error-unavailable-text = Nothing was saved. Please try again in a few minutes, or call the hotline.
error-storage-full-title = There is no room to save this
error-storage-full-text = Nothing was saved: our storage is full. We are making room; please try again later, or call the hotline.
error-outcome-unknown-title = We do not know whether this was saved
error-outcome-unknown-text = The reply from our database was lost. Please check first whether it is there, and send it again only if it is not. If you cannot tell, call the hotline.
error-outcome-unknown-again = The reply from our database was lost. You can safely send the same again: if it arrived the first time, nothing is entered twice.
error-internal-title = Something went wrong on our side
error-internal-text = Your request was not carried out. Please try again; if it happens again, call the hotline.

health-title = Health
health-lede = In an emergency, call first. Here you find a doctor, ask for an interpreter and make a medical card.
health-description = Health care in { $city }: emergency numbers, hospitals by language and speciality, interpreters, a medical card, sentences to show a doctor.
health-emergency = In an emergency, call at once
health-emergency-text = Chest pain, trouble breathing, heavy bleeding, unconsciousness, a bad injury: do not wait, do not fill in a form.
health-guides = Read first
health-figure = { $n ->
    [one] { $n } hospital to look up
   *[other] { $n } hospitals to look up
}
health-both-names = { $local } ({ $name })
health-unconfirmed = The city has not confirmed these translations yet.

health-find-title = Find a doctor
health-find-lede = Hospitals by language and by what they treat. What is not said, we do not know yet; the companion service asks for you.
health-find-text = Hospitals by language and by what they treat.
health-find-description = Find a doctor in { $city }: which languages a hospital speaks, what it treats, whether it is open now.
health-speciality = Kind of doctor
health-treats = Treats: { $what }
health-all = Hospitals
health-fits = Known to fit
health-none = No hospital is known to fit.
health-perhaps = Not known yet
health-perhaps-text = We do not know yet whether these hospitals have what you look for; it does not mean no. The companion service asks the hospital for you.
health-fact-languages = languages
health-fact-wheelchair = wheelchair access
health-fact-speciality = whether it treats this
health-fact-hours = opening hours
health-ask-title = An appointment with an interpreter
health-ask-text = We ask the hospital, find an interpreter and agree the time with you. If it cannot wait, do not fill in the form: call.
health-ask-there = Ask for an appointment here
health-ask-any = Ask for an appointment and an interpreter

health-card-title = Medical card
health-card-text = Your allergies, illnesses and medicines in your language and the doctor’s, to print or show.
health-card-lede = Tick what is true of you: it becomes a card to show a doctor.
health-card-private = What you tick and write stays on this page, in your browser. It is not sent, not saved and not put into the address. When you close the page, it is gone.
health-card-doctor = Beside each word stands { $language }, for the doctor.
health-card-paper = You can also print this list and tick it by pen.
health-card-heading = Medical card
health-card-name = Name
health-card-name-hint = As in your passport. It stays as you write it.
health-card-contact = Emergency contact
health-card-contact-hint = Name and phone number. It stays as you write it.
health-card-other = Anything else that matters
health-card-other-hint = This is not translated: the doctor reads it in the language you write. For medicines, write the generic name.
health-card-yours = Your card
health-card-empty = What you tick appears here.
health-card-size = Size on paper
health-card-a6 = Card (A6)
health-card-phone = Phone screen
health-card-large = Show it large
health-card-clear = Clear everything
health-card-close = Close

health-sentences-title = Sentences to show a doctor
health-sentences-text = In the emergency department, tap a sentence: it fills the screen for the doctor to read.
health-sentences-lede = Tap a sentence: it fills the screen in { $language }, for a doctor or a nurse to read.
health-sentences-description = Sentences for the emergency department in large { $language }: pain, injuries, allergies, pregnancy, children.
health-sentences-back = Back to the sentences
health-scenes = By occasion

find-kind-health = Health
find-kind-sentence = Sentence to show
find-kind-doctor = Find a doctor

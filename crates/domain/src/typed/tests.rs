use super::*;

const ENGLISH: Writing = Writing {
    decimal: '.',
    group: ',',
};
const RUSSIAN: Writing = Writing {
    decimal: ',',
    group: ' ',
};

fn two(one: &str, other: &str) -> Result<String, Problem> {
    let readings = vec![one.to_owned(), other.to_owned()];
    Err(Problem::TwoReadings { readings })
}

#[expect(clippy::unnecessary_wraps, reason = "it stands beside errors")]
fn kept(value: &str) -> Result<String, Problem> {
    Ok(value.to_owned())
}

#[test]
fn an_amount_is_read_as_it_was_meant() {
    let none = || Err(Problem::NotANumber);
    for (entered, english, russian) in [
        ("1250,50", kept("1250.50"), kept("1250.50")),
        ("1,5", kept("1.5"), kept("1.5")),
        ("1.5", kept("1.5"), kept("1.5")),
        ("1,500", kept("1500"), two("1500", "1.50")),
        ("1.500", two("1500", "1.50"), two("1500", "1.50")),
        ("1 500", kept("1500"), kept("1500")),
        ("1\u{a0}500,00", kept("1500.00"), kept("1500.00")),
        ("1\u{202f}250\u{202f}000", kept("1250000"), kept("1250000")),
        ("1,250,000", kept("1250000"), kept("1250000")),
        ("1,250,000.5", kept("1250000.5"), kept("1250000.5")),
        ("1.250.000,50", kept("1250000.50"), kept("1250000.50")),
        ("1'250.50", kept("1250.50"), kept("1250.50")),
        ("12,34,567", none(), none()),
        ("1,25,000", none(), none()),
        ("1,250.50,3", none(), none()),
        ("0,500", kept("0.50"), kept("0.50")),
        ("１２５０．５０", kept("1250.50"), kept("1250.50")),
        ("１，５００", kept("1500"), two("1500", "1.50")),
        ("¥1,250.5", kept("1250.5"), kept("1250.5")),
        ("￥300", kept("300"), kept("300")),
        ("300元", kept("300"), kept("300")),
        ("300 RMB", kept("300"), kept("300")),
        ("RMB 300.", kept("300"), kept("300")),
        ("300 юаней", kept("300"), kept("300")),
        ("300위안", kept("300"), kept("300")),
        ("1.5万", kept("15000"), kept("15000")),
        ("3만 위안", kept("30000"), kept("30000")),
        ("1.23456万", kept("12345.6"), kept("12345.6")),
        ("\u{202a}1250\u{202c}", kept("1250"), kept("1250")),
        ("\u{feff}12\u{200b}50", kept("1250"), kept("1250")),
        ("٣٥٠", kept("350"), kept("350")),
        ("007", kept("7"), kept("7")),
        ("0", kept("0"), kept("0")),
        (".5", kept("0.5"), kept("0.5")),
        ("5.", kept("5"), kept("5")),
        ("1.234", kept("1234"), kept("1234")),
        ("-5", none(), none()),
        ("300€", none(), none()),
        ("$20", none(), none()),
        ("12.345678", none(), none()),
        ("abc", none(), none()),
        ("", none(), none()),
        ("1234567890123", none(), none()),
    ] {
        assert_eq!(number(entered, 2, Some(ENGLISH)), english, "{entered} in English");
        assert_eq!(number(entered, 2, Some(RUSSIAN)), russian, "{entered} in Russian");
    }
    // A program says no language.
    assert_eq!(number("1,500", 2, None), two("1500", "1.50"));
    assert_eq!(number("1250.50", 2, None), kept("1250.50"));
    // A count has no places.
    assert_eq!(number("1.500", 0, Some(ENGLISH)), kept("1500"));
    assert_eq!(number("1.5", 0, Some(ENGLISH)), none());
    assert_eq!(number("3.0", 0, Some(ENGLISH)), kept("3"));
}

#[test]
fn a_day_is_read_as_it_was_meant() {
    for (entered, expected) in [
        ("2026-03-05", Ok("2026-03-05")),
        ("２０２６ / ３ / ５", Ok("2026-03-05")),
        ("2026年3月5日", Ok("2026-03-05")),
        ("2026년 3월 5일", Ok("2026-03-05")),
        ("2026. 3. 5.", Ok("2026-03-05")),
        ("05.03.2026", Ok("2026-03-05")),
        ("5.3.2026 г.", Ok("2026-03-05")),
        ("25/03/2026", Ok("2026-03-25")),
        ("03/25/2026", Ok("2026-03-25")),
        ("05/05/2026", Ok("2026-05-05")),
        ("05/03/2026", Err(&["2026-03-05", "2026-05-03"][..])),
        ("2026-02-30", Err(&[])),
        ("26-03-05", Err(&[])),
        ("March 5, 2026", Err(&[])),
        ("2026", Err(&[])),
        ("", Err(&[])),
    ] {
        let expected = match expected {
            Ok(day) => Ok(day.parse().unwrap()),
            Err([]) => Err(Problem::NotADate),
            Err(readings) => Err(Problem::TwoReadings {
                readings: readings.iter().map(ToString::to_string).collect(),
            }),
        };
        assert_eq!(day(entered), expected, "{entered}");
    }
    assert_eq!(part_of_a_day("２０２６年"), "2026");
    assert_eq!(part_of_a_day(" 3월 "), "3");
}

#[test]
fn a_mail_address_is_checked_as_mail_servers_do() {
    for (entered, expected) in [
        ("someone@example.org", Some("someone@example.org")),
        ("mailto:Some.One@Example.ORG", Some("Some.One@example.org")),
        ("<someone@example.org>", Some("someone@example.org")),
        ("someone@example.org。", Some("someone@example.org")),
        ("ｓｏｍｅｏｎｅ＠example.org", Some("someone@example.org")),
        ("\u{200b}someone@example.org\u{202c}", Some("someone@example.org")),
        ("some+one@example.co.kr", Some("some+one@example.co.kr")),
        ("王伟@例子.中国", Some("王伟@例子.中国")),
        ("кто@пример.рф", Some("кто@пример.рф")),
        ("a@xn--fsqu00a.xn--0zwm56d", Some("a@例子.测试")),
        ("someone@example", None),
        ("some one@example.org", None),
        ("someone@@example.org", None),
        (".someone@example.org", None),
        ("some..one@example.org", None),
        ("someone@-example.org", None),
        ("someone@exa_mple.org", None),
        ("someone@example..org", None),
        ("Some One <someone@example.org>", None),
        ("@example.org", None),
        ("someone", None),
    ] {
        assert_eq!(email(entered).ok().as_deref(), expected, "{entered}");
    }
    let long = format!("{}@example.org", "a".repeat(65));
    assert_eq!(email(&long), Err(Problem::NotAnEmail));
}

#[test]
fn a_phone_number_keeps_what_carries_meaning() {
    for (entered, expected) in [
        ("+49 (0)631 123456", Some("+49631123456")),
        ("0049 631 123456", Some("+49631123456")),
        ("13800138000", Some("+8613800138000")),
        ("１３８－００１３－８０００", Some("+8613800138000")),
        ("+86\u{a0}138\u{2011}0013\u{2011}8000", Some("+8613800138000")),
        ("tel:+86-631-5896000", Some("+866315896000")),
        ("0631-5231122-802", Some("+866315231122;ext=802")),
        ("0631-5231122转8", Some("+866315231122;ext=8")),
        ("0631-5231122 分机 802", Some("+866315231122;ext=802")),
        ("+86 138 0013 8000 ext. 8", Some("+8613800138000;ext=8")),
        ("+82-2-1234-5678 내선 8", Some("+82212345678;ext=8")),
        ("+7 (495) 123-45-67 доб. 8", Some("+74951234567;ext=8")),
        ("+81 3-1234-5678 内線 12", Some("+81312345678;ext=12")),
        ("+1 202 555 0143 x99", Some("+12025550143;ext=99")),
        ("12345", Some("12345")),
        ("110", Some("110")),
        ("8 (912) 345-67-89", Some("89123456789")),
        ("+8613800138000;ext=8", Some("+8613800138000;ext=8")),
        ("12", None),
        ("call me", None),
        ("138 0013 8000 or 139 0013 9000", None),
        ("86+138", None),
        ("", None),
    ] {
        assert_eq!(phone(entered, "CN").ok().as_deref(), expected, "{entered}");
        if let Some(kept) = expected {
            assert_eq!(
                phone(kept, "CN").as_deref(),
                Ok(kept),
                "what is kept reads as itself"
            );
        }
    }
    // Elsewhere it is another country's.
    assert_eq!(phone("02-1234-5678", "KR").as_deref(), Ok("+82212345678"));
    assert_eq!(phone("8 (912) 345-67-89", "RU").as_deref(), Ok("+79123456789"));
    let read = phone_parts("+866315231122;ext=802");
    assert_eq!(read, ("+86 631 523 1122".to_owned(), Some("802")));
    assert_eq!(phone_parts("12345"), ("12345".to_owned(), None));
}

#[test]
fn a_time_of_day_is_read_as_it_was_meant() {
    for (typed, hour, minute) in [
        ("09:00", 9, 0),
        ("9:00", 9, 0),
        (" 9 : 15 ", 9, 15),
        ("９：００", 9, 0),
        ("9：30", 9, 30),
        ("9.30", 9, 30),
        ("9-30", 9, 30),
        ("0930", 9, 30),
        ("9", 9, 0),
        ("14h30", 14, 30),
        ("9时", 9, 0),
        ("14点30分", 14, 30),
        ("下午2点半", 14, 30),
        ("上午 9点", 9, 0),
        ("오후 2시 30분", 14, 30),
        ("오전 9시", 9, 0),
        ("午前9時15分", 9, 15),
        ("2:30 PM", 14, 30),
        ("12 am", 0, 0),
        ("12:15 p.m.", 12, 15),
        ("9 утра", 9, 0),
        ("00:00", 0, 0),
        ("23:59", 23, 59),
    ] {
        assert_eq!(time(typed), Ok(Time::constant(hour, minute, 0, 0)), "{typed}");
    }
    for none in [
        "",
        "x",
        "24:00",
        "9:60",
        "9:5",
        "9:00:00",
        "930",
        "12345",
        "14 pm",
        "0 am",
        "-9:00",
        "9/30",
        ":30",
        "九点",
        "9点半15",
        "9半",
    ] {
        assert_eq!(time(none), Err(Problem::NotATime), "{none}");
    }
}

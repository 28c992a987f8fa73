//! `harborline index build`: the guide in `docs/composite.md` from its start to its end, and what is wrong with tables.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A folder in which the guide's paths are there.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(
        root().canonicalize().unwrap().join("crates"),
        folder.path().join("crates"),
    )
    .unwrap();
    folder
}

fn harborline(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_harborline"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The guide's blocks: what stands after the three marks, and the lines.
fn blocks(guide: &str) -> Vec<(String, String)> {
    let mut parts = guide.split("```");
    parts.next();
    let mut blocks = Vec::new();
    while let (Some(block), Some(_)) = (parts.next(), parts.next()) {
        let (kind, text) = block.split_once('\n').unwrap();
        blocks.push((kind.trim().to_owned(), text.to_owned()));
    }
    blocks
}

#[test]
fn the_guide_does_what_it_says() {
    let guide = std::fs::read_to_string(root().join("docs/composite.md")).unwrap();
    let folder = folder();
    let (mut commands, mut files) = (0, 0);
    for (kind, text) in blocks(&guide) {
        let mut words = kind.split_whitespace();
        match (words.next(), words.next()) {
            (Some("sh"), None) => {
                let text = text.replace("\\\n", " ");
                for line in text.lines().filter(|line| !line.trim().is_empty()) {
                    let mut words = line.split_whitespace();
                    assert_eq!(words.next(), Some("harborline"), "{line}");
                    let done = harborline(folder.path(), &words.collect::<Vec<_>>());
                    assert!(done.status.success(), "{line}\n{}", said(&done));
                    commands += 1;
                }
            }
            // A file to be written, or the beginning of one that is there.
            (Some("toml"), Some(name)) => std::fs::write(folder.path().join(name), text).unwrap(),
            (Some("csv" | "text"), Some(name)) => {
                let found = std::fs::read_to_string(folder.path().join(name)).unwrap_or_default();
                assert!(
                    found.starts_with(&text),
                    "{name} begins with\n{}",
                    &found[..found.len().min(600)]
                );
                files += 1;
            }
            other => panic!("what is {other:?}?"),
        }
    }
    assert!(commands >= 3 && files >= 3, "{commands} {files}");
    // The pictures it shows are those that its commands draw.
    for (shown, drawn) in [
        ("ranking", "asem/ranking"),
        ("intervals", "sure/ranking"),
        ("radar", "look/radar"),
        ("correlations", "look/correlations"),
        ("weights", "look/weights"),
    ] {
        let shown = root().join(format!("docs/screens/composite-{shown}.svg"));
        let drawn = folder.path().join(format!("{drawn}.svg"));
        let read = |file: &Path| std::fs::read_to_string(file).unwrap();
        assert!(
            read(&shown) == read(&drawn),
            "{} is not {}",
            shown.display(),
            drawn.display()
        );
    }
    for link in guide
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
    {
        let is_elsewhere = link.contains("://") || link.starts_with('#');
        assert!(is_elsewhere || root().join("docs").join(link).exists(), "{link}");
    }
}

const META: &str = "iCode,Type,Level,Parent,Direction,Weight\na,Indicator,1,index,1,1\nb,Indicator,1,index,-1,1\n\
                    index,Aggregate,2,,1,1\n";

fn build_with(data: impl AsRef<[u8]>, meta: &str, more: &[&str]) -> (tempfile::TempDir, Output) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("data.csv"), data).unwrap();
    std::fs::write(folder.path().join("meta.csv"), meta).unwrap();
    let mut arguments = vec![
        "index", "build", "--data", "data.csv", "--meta", "meta.csv", "--out", "out",
    ];
    arguments.extend(more);
    let done = harborline(folder.path(), &arguments);
    (folder, done)
}

#[test]
fn tables_come_out_as_they_went_in() {
    let data = "uCode,b,a\nx,3,1\ny,2,5\nz,1,2.5\n";
    let (folder, done) = build_with(data, META, &["--normalise", "minmax:0:1"]);
    assert!(done.status.success(), "{}", said(&done));
    let read = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    assert_eq!(read("denominated.csv"), "uCode,a,b\nx,1,3\ny,5,2\nz,2.5,1\n");
    assert_eq!(
        read("aggregated.csv"),
        "uCode,a,b,index\nx,0,0,0\ny,1,0.5,0.75\nz,0.375,1,0.6875\n"
    );
    let printed: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(
        (&printed[0]["units"], &printed[0]["first"]),
        (&3.into(), &"y".into())
    );
    let report: Value = serde_json::from_str(&read("report.json")).unwrap();
    assert_eq!(report["ranking"][0]["unit"], "y");
    // What was written builds the same again.
    let again = harborline(
        folder.path(),
        &[
            "index",
            "build",
            "--data",
            "data.csv",
            "--meta",
            "meta.csv",
            "--recipe",
            "out/recipe.toml",
            "--out",
            "again",
        ],
    );
    assert!(again.status.success(), "{}", said(&again));
    let other = std::fs::read_to_string(folder.path().join("again/aggregated.csv")).unwrap();
    assert_eq!(other, read("aggregated.csv"));
}

#[test]
fn what_is_wrong_is_named_by_table_row_and_column_and_nothing_is_written() {
    for (data, meta, expected) in [
        ("uCode,a\nx,1\ny,2\n", META, &["data.csv", "\"b\""][..]),
        (
            "uCode,a,b\nx,1,2\ny,two,3\n",
            META,
            &["data.csv", "3", "\"a\"", "two"],
        ),
        ("uCode,a,b\nx,1,2\nx,2,3\n", META, &["data.csv", "3", "x"]),
        ("uCode,a,b\n", META, &["data.csv"]),
        (
            "uCode,a,b\nx,1,2\n",
            "iCode,Type\na,Indicator\n",
            &["meta.csv", "Level"],
        ),
    ] {
        let (folder, done) = build_with(data, meta, &[]);
        let said = said(&done);
        assert!(!done.status.success(), "{data}");
        for part in expected {
            assert!(said.contains(part), "{part} is not in: {said}");
        }
        assert!(!folder.path().join("out").exists());
    }
    let (_, done) = build_with("uCode,a,b\nx,0,2\ny,2,3\n", META, &["--aggregate", "gmean"]);
    let said = said(&done);
    assert!(
        said.contains("geometric mean of \"index\"") && said.contains("\"x\""),
        "{said}"
    );
}

#[test]
fn chances_depend_on_the_seed_and_not_on_threads() {
    let data = "uCode,b,a\nx,3,1\ny,2,5\nz,1,2.5\nw,2.5,2.5\n";
    let with = |threads: &str, seed: &str| {
        let more = [
            "--uncertainty",
            "200",
            "--sensitivity",
            "--threads",
            threads,
            "--seed",
            seed,
        ];
        let (folder, done) = build_with(data, META, &more);
        assert!(done.status.success(), "{}", said(&done));
        let read = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).unwrap();
        (read("uncertainty.csv"), read("sensitivity.csv"))
    };
    assert_eq!(with("1", "7"), with("3", "7"));
    assert_ne!(with("1", "7"), with("1", "8"));
}

#[test]
fn each_year_has_a_folder_and_fills_what_others_know() {
    let data = "uCode,Time,b,a\nx,2020,3,1\ny,2020,2,5\nz,2020,1,2\nx,2021,4,\ny,2021,2,3\n";
    let (folder, done) = build_with(data, META, &["--impute-years", "last:1"]);
    assert!(done.status.success(), "{}", said(&done));
    let read = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    assert_eq!(read("2021/imputed.csv"), "uCode,a,b\nx,1,4\ny,3,2\n");
    let report = read("2021/report.md");
    assert!(
        report.contains("z has no row of 2021 and is not ranked then."),
        "{report}"
    );
    assert!(report.contains("a, x: 1.000, from 2020"), "{report}");
    let (folder, done) = build_with(data, META, &["--year", "2020", "--look"]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(folder.path().join("out/strengths.csv").exists());
    let (_, done) = build_with(data, META, &["--year", "1999"]);
    assert!(said(&done).contains("data.csv has no year 1999"));
}

/// Names that are words in one encoding only, when there are enough of them.
const NAMES: [&str; 6] = ["环翠区", "文登区", "荣成市", "乳山市", "纳米比亚", "北美洲"];

fn encoded(text: &str, label: &str) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
    encoding.encode(text).0.into_owned()
}

/// What a sheet of another office may look like: GB18030, semicolons, commas before decimals, columns nobody named.
#[test]
fn how_a_file_was_read_and_what_was_left_out_is_in_the_report() {
    let rows = NAMES.iter().enumerate();
    let rows = rows.map(|(at, name)| format!("u{at};{name};{at},5;2.{at}00;red\n"));
    let data = format!("uCode;uName;a;b;colour\n{}", rows.collect::<String>());
    let (folder, done) = build_with(encoded(&data, "gb18030"), META, &[]);
    assert!(done.status.success(), "{}", said(&done));
    let report = std::fs::read_to_string(folder.path().join("out/report.md")).unwrap();
    for part in [
        "data.csv was read as GB18030, with semicolons between fields.",
        "Numbers of a are not written as machines do: 0,5 was read as 0.5.",
        "Numbers of b are not written as machines do: 2.000 was read as 2000.",
        "were not used: colour.",
        "环翠区",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
}

#[test]
fn what_a_table_leaves_open_is_asked_about_with_the_flag_that_decides() {
    let data = encoded("uCode,uName,a,b\nx,서울,1,2\ny,Busan,3,1\n", "euc-kr");
    let (folder, done) = build_with(&data, META, &[]);
    assert!(!done.status.success() && !folder.path().join("out").exists());
    for part in ["data.csv", "EUC-KR (서울)", "GB18030 (", "--encoding"] {
        assert!(said(&done).contains(part), "{part}: {}", said(&done));
    }
    let (folder, done) = build_with(&data, META, &["--encoding", "cp949"]);
    assert!(done.status.success(), "{}", said(&done));
    let ranks = std::fs::read_to_string(folder.path().join("out/ranks.csv")).unwrap();
    assert!(ranks.contains("x,서울,"), "{ranks}");
    let (_, done) = build_with(&data, META, &["--encoding", "klingon"]);
    assert!(
        said(&done).contains("there is no such encoding"),
        "{}",
        said(&done)
    );

    let data = b"uCode,a,b\nx,1.234,2\ny,12.345,1\n";
    let (_, done) = build_with(data, META, &[]);
    assert!(!done.status.success());
    for part in [
        "data.csv, row 2, column \"a\": \"1.234\" is 1.234 with a decimal point and 1234 with a decimal comma",
        "--numbers decimal-point or --numbers decimal-comma",
    ] {
        assert!(said(&done).contains(part), "{part}: {}", said(&done));
    }
    for (numbers, value) in [("decimal-point", "x,1.234,2"), ("decimal-comma", "x,1234,2")] {
        let (folder, done) = build_with(data, META, &["--numbers", numbers]);
        assert!(done.status.success(), "{}", said(&done));
        let read = std::fs::read_to_string(folder.path().join("out/denominated.csv")).unwrap();
        assert!(read.contains(value), "{read}");
    }
}

#[test]
fn na_is_namibia_and_a_group_but_no_number() {
    let meta = format!("{META}region,Group,,,,\n");
    let data = "uCode,uName,region,a,b\nNA,Namibia,Africa,1,2\nUS,United States,NA,NA,4\nCA,Canada,NA,5,1\n";
    let (folder, done) = build_with(data, &meta, &["--impute", "mean:region"]);
    assert!(done.status.success(), "{}", said(&done));
    let read = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    assert_eq!(read("imputed.csv"), "uCode,a,b\nNA,1,2\nUS,5,4\nCA,5,1\n");
    assert!(read("report.md").contains("NA in region was read as the name of a group."));
}

/// Each language's own words of the ranking's legend, and of the year in its title.
#[test]
fn charts_speak_the_language_that_is_asked_for() {
    let meta = "iCode,iName,iName_ko,Type,Level,Parent,Direction,Weight\n\
                a,Hospital beds,병상,Indicator,1,index,1,1\n\
                b,Waiting time,,Indicator,1,index,-1,1\n\
                index,Index of health,보건 지수,Aggregate,2,,1,1\n";
    let data =
        "uCode,uName,uName_ko,Time,b,a\nx,North,북구,2020,3,1\ny,South,,2020,2,5\nz,West,서구,2020,1,2.5\n";
    for (language, title, band) in [
        (
            "en",
            "Index of health, 2020: scores and ranks",
            "builds with other choices",
        ),
        ("zh", "Index of health（2020年）：得分与名次", "名次落在此区间内"),
        (
            "ja",
            "Index of health（2020年）：得点と順位",
            "順位がこの帯の中に入ります",
        ),
        ("ko", "보건 지수(2020년): 점수와 순위", "순위가 이 띠 안에 듭니다"),
        (
            "ru",
            "Index of health, 2020 г.: баллы и места",
            "в пределах этой полосы",
        ),
    ] {
        let (folder, done) = build_with(
            data,
            meta,
            &["--language", language, "--uncertainty", "50", "--seed", "1"],
        );
        assert!(done.status.success(), "{}", said(&done));
        let read = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).unwrap();
        let ranking = read("ranking.svg");
        assert!(
            ranking.contains(&format!(">{title}</title>")),
            "{title}: {ranking}"
        );
        // It stands on several lines.
        let said: String = ranking
            .split('>')
            .filter_map(|part| part.split('<').next())
            .collect();
        let bare = |text: &str| text.replace(' ', "");
        assert!(bare(&said).contains(&bare(band)), "{band}: {ranking}");
        let index = if language == "ko" {
            "보건 지수"
        } else {
            "Index of health"
        };
        for name in ["ranking.svg", "radar.svg", "correlations.svg", "weights.svg"] {
            let chart = read(name);
            let (_, title) = chart.split_once("<title id=").unwrap();
            let (title, _) = title.split_once("</title>").unwrap();
            assert!(title.contains(index) && !chart.contains('⟦'), "{name}: {chart}");
        }
        let names = if language == "ko" {
            ["북구", "South", "서구"]
        } else {
            ["North", "South", "West"]
        };
        for name in names {
            assert!(ranking.contains(name), "{name}");
        }
        assert!(read("correlations.svg").contains("Waiting time"));
    }
    let (_, done) = build_with(data, meta, &["--language", "de"]);
    assert!(said(&done).contains("no words in de"), "{}", said(&done));
}

//! Writes what the targets begin with into `corpus`, a folder for each: the files of made models, and a few texts.

use std::fs;
use std::path::Path;

use bergamot_fuzz::files;

const TEXTS: [&str; 8] = [
    "",
    "kaka toto mimi.",
    "kaka 12,5 toto https://example.org/a ME54-V8KV! mimi? 9:30",
    "\u{202e}ka\u{200b}ka 商店。магазин 👍🏽 e\u{301}\u{0}",
    "Mr. K. met Dr. T. They said no.\r\n\r\n  - one\n\ttwo",
    "a@b.c, 1 1 1 1 1 2 2 3-4-5 ¥1,234.50 (50) 50",
    "kakakakakakakakakakakakakakakakakakakakakaka toto, toto, toto; toto: toto",
    "﷽ ﬁ ½ ﷺ　全角",
];

const FRAGMENTS: [&str; 6] = [
    "<p class=\"a\">kaka <b>toto <i>mimi</i></b>, nene.</p><ul><li>to<li>mi</ul>",
    "kaka <img src=a> toto&nbsp;&lt;b&gt; <code>ls -l</code> mimi <!-- nene --> 12.<b>50</b>",
    "<pre>kaka <b></pre><span translate=no>toto</span> <svg><path/></svg><script>if (a<b) {}</script>mimi",
    "<table><tr><td>kaka<td><a href='?a&b'>to</a>to</table><br/><title>kaka</title><textarea>mimi",
    "ka<wbr>ka H<sub>2</sub>O https://example.org/<b>a</b> <ruby>mi<rt>ka</rt></ruby> <![CDATA[ne]]>",
    "</b><kaka <!doctype html><b><i></b></i>",
];

fn main() -> std::io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let put = |target: &str, name: &str, bytes: &[u8]| {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), bytes)
    };
    let files = files();
    put("model", "made", &files["model.bin"])?;
    put("vocabulary", "source", &files["source.spm"])?;
    put("vocabulary", "target", &files["target.spm"])?;
    put("shortlist", "made", &files["list.bin"])?;
    put("config", "made", &files["config.yml"])?;
    for (n, text) in TEXTS.into_iter().enumerate() {
        put("text", &format!("seed-{n}"), text.as_bytes())?;
    }
    for (n, fragment) in FRAGMENTS.into_iter().enumerate() {
        put("html", &format!("seed-{n}"), fragment.as_bytes())?;
    }
    // A case of `bundle` is made of any bytes.
    for n in 0..4_u8 {
        let bytes: Vec<u8> = (0..=255_u8).map(|at| at.wrapping_mul(2 * n + 1)).collect();
        put("bundle", &format!("seed-{n}"), &bytes)?;
    }
    Ok(())
}

use std::io::BufRead as _;
use std::time::Instant;
fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let t = Instant::now();
    let translator = bergamot::Translator::load(folder.as_ref()).unwrap();
    eprintln!("load {:?}", t.elapsed());
    let mut times = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let t = Instant::now();
        let out = translator.sentences(&[&line]);
        times.push(t.elapsed().as_secs_f64() * 1e3);
        println!("{}", out[0]);
    }
    times.sort_by(f64::total_cmp);
    eprintln!("median {:.2} ms", times[times.len() / 2]);
}

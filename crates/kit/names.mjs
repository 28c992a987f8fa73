// Writes `names.rs`: what every language that the Unicode CLDR is good in calls countries, languages, scripts and itself. It
// is the CLDR that Node carries. Run by build.rs with the folder to write into.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [out] = process.argv.slice(2);

// Regions that are none, or that are not asked for.
const not = new Set(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"]);
const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const two = letters.flatMap((a) => letters.map((b) => a + b));
const three = two.flatMap((a) => letters.map((b) => a + b));
const regions = two.filter((code) => !not.has(code) && new Intl.Locale(`und-${code}`).region === code);
// Where the CLDR is poor it names a few dozen languages at most.
const languages = [...two, ...three]
  .map((code) => code.toLowerCase())
  .filter((code) => new Intl.Locale(code).language === code && Intl.DisplayNames.supportedLocalesOf([code]).length > 0)
  .filter((code) => named(code, "region", regions).length > 230)
  .filter((code, _, all) => named(code, "language", all).length > 120);
// Scripts that people write to each other in today, by their ISO 15924 codes.
const scripts = [
  ..."Arab Armn Beng Cans Cher Cyrl Deva Ethi Geor Grek Gujr Guru Hang Hani Hebr Jpan Khmr Knda".split(" "),
  ..."Laoo Latn Mlym Mong Mymr Nkoo Orya Sinh Syrc Taml Telu Tfng Thaa Thai Tibt Yiii".split(" "),
];
// Where a list of languages has another name than the CLDR.
const itself = { id: "Bahasa Indonesia" };

function named(language, type, codes) {
  const names = new Intl.DisplayNames([language], { type, fallback: "none" });
  return codes.map((code) => [code, names.of(code)]).filter(([, name]) => name);
}

// The CLDR writes names as they stand within a sentence.
function first(name, language) {
  const [letter, ...rest] = name;
  return letter.toLocaleUpperCase(language) + rest.join("");
}

rmSync(join(out, "names"), { recursive: true, force: true });
mkdirSync(join(out, "names"), { recursive: true });
const text = (value) => JSON.stringify(value);
const known = languages.map((language) => {
  const lines = [
    ...named(language, "region", regions),
    ...named(language, "language", languages),
    ...named(language, "script", scripts),
  ];
  const file = join(out, "names", `${language}.gz`);
  writeFileSync(file, gzipSync(lines.map((line) => `${line.join("\t")}\n`).join(""), { level: 9 }));
  const own = itself[language] ?? first(named(language, "language", [language])[0][1], language);
  return `    Known { code: ${text(language)}, itself: ${text(own)}, names: include_bytes!(${text(file)}) },`;
});
writeFileSync(join(out, "names.rs"), `&[\n${known.join("\n")}\n]\n`);

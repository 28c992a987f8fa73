//! The codes that are assigned: of countries and regions by ISO 3166, of languages as the Unicode CLDR names them. What has
//! none has no name on any page.

use crate::Lang;

const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM \
    FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO \
    JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT \
    MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA \
    SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US \
    UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

const LANGUAGES: &str = "af ak am ar ars as ast az ba be bg blo bn br brx bs ca ccp ce chr ckb cs cv cy da de dsb el en eo es \
    et eu fa fi fil fo fr fy ga gd gl gsw gu ha he hi hr hsb hu hy ia id ig is it ja jv ka kea kgp kk km kn ko kok ks ksh ku \
    ky lb lo lt lv mai mi mk ml mn mr ms mt my mzn nb ne nl nn no nqo or pa pcm pl ps pt qu rm ro ru sc scn sd shn si sk sl \
    smn so sq sr sv sw ta te th ti tk to tr ug uk ur uz vec vi xnr yo yrl yue zh zu";

/// Whether that is the code of a country or region, in capitals.
pub fn is_country(code: &str) -> bool {
    code.len() == 2 && COUNTRIES.split(' ').any(|known| known == code)
}

/// Whether that language has a name.
pub fn is_language(lang: Lang) -> bool {
    LANGUAGES.split(' ').any(|known| known == lang.as_str())
}

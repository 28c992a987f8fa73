//! Made-up sentences of a hotline in six languages, the same in every run, and small changes to them.

/// Numbers that look drawn and are the same in every run. Source: `SplitMix64` (Steele, Lea and Flood, 2014).
#[derive(Debug)]
pub struct Draw(pub u64);

impl Draw {
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() % end as u64).expect("it is below a usize")
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// A language's parts of a sentence; in a part of several words these stand between `|`.
#[derive(Debug)]
pub struct Language {
    pub name: &'static str,
    /// Between two words.
    pub blank: &'static str,
    order: [Part; 5],
    who: &'static [&'static str],
    does: &'static [&'static str],
    what: &'static [&'static str],
    place: &'static [&'static str],
    time: &'static [&'static str],
    and: &'static [&'static str],
    stop: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Who,
    Does,
    What,
    Place,
    Time,
}

use Part::{Does, Place, Time, What, Who};

/// A sentence in its words.
#[derive(Debug, Clone)]
pub struct Sentence {
    pub words: Vec<String>,
    pub blank: &'static str,
}

impl Sentence {
    /// A sentence of a file. Where a text has no blanks, two letters (four in Thai) count as a word.
    pub fn of_text(text: &str) -> Self {
        let letters = text.chars().count();
        if text.split_whitespace().count() * 12 > letters {
            let words = text.split_whitespace().map(str::to_owned).collect();
            return Self { words, blank: " " };
        }
        let thai = text.chars().any(|c| ('\u{e00}'..='\u{e7f}').contains(&c));
        let text: Vec<char> = text.chars().collect();
        let words = text.chunks(if thai { 4 } else { 2 });
        let words = words.map(|word| word.iter().collect()).collect();
        Self { words, blank: "" }
    }

    pub fn text(&self) -> String {
        self.words.join(self.blank)
    }

    /// With one word changed, dropped or added; `other` is the other word.
    pub fn edited(&self, edit: Edit, draw: &mut Draw, other: &str) -> String {
        let mut words = self.words.clone();
        let at = draw.below(words.len());
        match edit {
            Edit::Changed => other.clone_into(&mut words[at]),
            Edit::Dropped => drop(words.remove(at)),
            Edit::Added => words.insert(at, other.to_owned()),
        }
        words.join(self.blank)
    }
}

/// What happens to one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    Changed,
    Dropped,
    Added,
}

pub const EDITS: [Edit; 3] = [Edit::Changed, Edit::Dropped, Edit::Added];

impl Language {
    /// One to three clauses, a fifth of the sentences with a house number or a reference in them.
    pub fn sentence(&self, draw: &mut Draw) -> Sentence {
        let mut words: Vec<String> = Vec::new();
        for clause in 0..=draw.below(3) {
            if clause > 0 {
                words.extend(draw.of(self.and).split('|').map(str::to_owned));
            }
            for part in self.order {
                let list = match part {
                    Who => self.who,
                    Does => self.does,
                    What => self.what,
                    Place => self.place,
                    Time => self.time,
                };
                words.extend(draw.of(list).split('|').map(str::to_owned));
            }
        }
        if draw.below(5) == 0 {
            words.push(format!("{}-{}", 10 + draw.below(90), draw.below(10_000)));
        }
        if let Some(last) = words.last_mut() {
            last.push_str(self.stop);
        }
        let blank = self.blank;
        Sentence { words, blank }
    }

    /// Some word of the language.
    pub fn word(&self, draw: &mut Draw) -> String {
        let words = self.sentence(draw).words;
        words[draw.below(words.len())].clone()
    }
}

#[rustfmt::skip]
pub const LANGUAGES: [Language; 6] = [
    Language {
        name: "English", blank: " ", stop: ".", order: [Who, Does, What, Place, Time],
        who: &["my|wife", "the|landlord", "our|neighbour", "a|colleague", "my|employer", "the|school", "I", "we", "the|dentist",
            "an|agent", "my|daughter", "the|bank", "the|driver", "a|friend|of|mine", "the|shop|assistant", "my|tenant"],
        does: &["lost", "refused", "has|not|sent", "wants|to|see", "cancelled", "asked|for", "forgot", "returned", "damaged",
            "promised", "would|like|to|renew", "did|not|accept", "translated", "signed", "is|waiting|for", "paid|for"],
        what: &["the|deposit", "a|residence|permit", "my|passport", "the|rental|contract", "a|receipt", "the|driving|licence",
            "an|invoice", "the|water|bill", "a|work|permit", "the|insurance|card", "her|diploma", "the|train|tickets",
            "a|vaccination|record", "the|repair|of|the|heating", "the|key", "two|parcels"],
        place: &["at|the|harbour", "in|the|old|town", "near|the|station", "at|the|counter", "in|our|building", "at|the|clinic",
            "on|Beach|Road", "in|the|district|office", "at|the|airport", "in|the|market", "next|to|the|library", "at|work",
            "in|the|dormitory", "on|the|ferry", "at|the|police|station", "online"],
        time: &["yesterday", "last|Monday", "two|weeks|ago", "this|morning", "before|the|holiday", "in|March", "since|spring",
            "after|midnight", "on|Friday|evening", "three|days|ago", "at|noon", "last|year", "every|month", "today",
            "during|the|storm", "without|notice"],
        and: &["and", "because", "although", "so|that", "while", "but", "after|which", "and|then"],
    },
    Language {
        name: "Russian", blank: " ", stop: ".", order: [Time, Who, Does, What, Place],
        who: &["моя|жена", "хозяин|квартиры", "наш|сосед", "мой|коллега", "работодатель", "школа", "я", "мы", "зубной|врач",
            "агент", "моя|дочь", "банк", "водитель", "один|знакомый", "продавец", "жилец"],
        does: &["теряет", "не|принимает", "не|присылает", "хочет|увидеть", "отменяет", "просит", "забывает", "возвращает",
            "портит", "обещает", "продлевает", "снова|ищет", "переводит", "подписывает", "долго|ждёт", "оплачивает"],
        what: &["залог", "вид|на|жительство", "паспорт", "договор|аренды", "квитанцию", "водительские|права", "счёт",
            "оплату|за|воду", "разрешение|на|работу", "страховую|карту", "диплом", "билеты|на|поезд", "справку|о|прививках",
            "ремонт|отопления", "ключ", "две|посылки"],
        place: &["в|порту", "в|старом|городе", "у|вокзала", "в|окне|приёма", "в|нашем|доме", "в|поликлинике", "на|Пляжной|улице",
            "в|районном|управлении", "в|аэропорту", "на|рынке", "рядом|с|библиотекой", "на|работе", "в|общежитии", "на|пароме",
            "в|полиции", "через|интернет"],
        time: &["вчера", "в|понедельник", "две|недели|назад", "сегодня|утром", "перед|праздником", "в|марте", "с|весны",
            "после|полуночи", "в|пятницу|вечером", "третьего|дня", "в|полдень", "в|прошлом|году", "каждый|месяц", "сегодня",
            "во|время|бури", "без|предупреждения"],
        and: &["и", "потому|что", "хотя", "а", "пока", "но", "после|чего", "и|поэтому"],
    },
    Language {
        name: "Korean", blank: " ", stop: ".", order: [Who, Time, Place, What, Does],
        who: &["제|아내가", "집주인이", "우리|이웃이", "동료가", "고용주가", "학교가", "제가", "우리가", "치과|의사가", "중개인이",
            "제|딸이", "은행이", "운전기사가", "친구|한|명이", "점원이", "세입자가"],
        does: &["잃어버렸습니다", "거절했습니다", "보내지|않았습니다", "보고|싶어|합니다", "취소했습니다", "요청했습니다",
            "잊었습니다", "돌려주었습니다", "망가뜨렸습니다", "약속했습니다", "갱신하려고|합니다", "받지|않았습니다",
            "번역했습니다", "서명했습니다", "기다리고|있습니다", "결제했습니다"],
        what: &["보증금을", "거류|허가증을", "여권을", "임대|계약서를", "영수증을", "운전|면허증을", "청구서를", "수도|요금을",
            "취업|허가를", "보험|카드를", "졸업장을", "기차표를", "예방|접종|기록을", "난방|수리를", "열쇠를", "소포|두|개를"],
        place: &["항구에서", "구시가지에서", "역|근처에서", "창구에서", "우리|건물에서", "진료소에서", "해변로에서", "구청에서",
            "공항에서", "시장에서", "도서관|옆에서", "직장에서", "기숙사에서", "여객선에서", "경찰서에서", "온라인에서"],
        time: &["어제", "지난|월요일", "이|주|전에", "오늘|아침", "연휴|전에", "삼월에", "봄부터", "자정|이후", "금요일|저녁에",
            "사흘|전에", "정오에", "작년에", "매달", "오늘", "폭풍우|중에", "예고|없이"],
        and: &["그리고", "왜냐하면", "비록", "그래서", "그동안", "하지만", "그|후", "또한"],
    },
    Language {
        name: "Chinese", blank: "", stop: "。", order: [Who, Time, Place, Does, What],
        who: &["我妻子", "房东", "邻居", "一位同事", "老板", "学校", "我", "我们", "牙医", "中介", "我女儿", "银行", "司机",
            "一个朋友", "售货员", "租客"],
        does: &["丢失了", "拒绝了", "没有寄出", "想查看", "取消了", "要求", "忘记了", "归还了", "弄坏了", "答应了", "打算续签",
            "不接受", "翻译了", "签署了", "正在等待", "支付了"],
        what: &["押金", "居留许可", "护照", "租赁合同", "收据", "驾驶证", "发票", "水费", "工作许可", "保险卡", "毕业证书",
            "火车票", "接种记录", "暖气维修费", "钥匙", "两个包裹"],
        place: &["在港口", "在老城区", "在车站附近", "在窗口", "在本楼", "在诊所", "在海滨路", "在区政府", "在机场", "在市场",
            "在图书馆旁边", "在单位", "在宿舍", "在渡轮上", "在派出所", "在网上"],
        time: &["昨天", "上周一", "两个星期前", "今天早上", "节日之前", "三月份", "从春天起", "半夜以后", "周五晚上", "三天前",
            "中午", "去年", "每个月", "今天", "暴风雨期间", "事先没有通知"],
        and: &["，而且", "，因为", "，虽然", "，所以", "，同时", "，但是", "，后来", "，于是"],
    },
    Language {
        name: "Japanese", blank: "", stop: "。", order: [Who, Time, Place, What, Does],
        who: &["妻が", "大家さんが", "隣の人が", "同僚が", "雇い主が", "学校が", "私が", "私たちが", "歯医者が", "仲介業者が",
            "娘が", "銀行が", "運転手が", "友人の一人が", "店員が", "借り主が"],
        does: &["失くしました", "断りました", "送ってくれません", "見たいそうです", "取り消しました", "求めました", "忘れました",
            "返しました", "壊しました", "約束しました", "更新したいです", "受け取りません", "翻訳しました", "署名しました",
            "待っています", "支払いました"],
        what: &["敷金を", "在留許可を", "パスポートを", "賃貸契約書を", "領収書を", "運転免許証を", "請求書を", "水道料金を",
            "就労許可を", "保険証を", "卒業証書を", "列車の切符を", "予防接種の記録を", "暖房の修理を", "鍵を", "小包を二つ"],
        place: &["港で", "旧市街で", "駅の近くで", "窓口で", "この建物で", "診療所で", "海岸通りで", "区役所で", "空港で",
            "市場で", "図書館の隣で", "職場で", "寮で", "フェリーで", "交番で", "インターネットで"],
        time: &["昨日", "先週の月曜日に", "二週間前に", "今朝", "連休の前に", "三月に", "春から", "真夜中過ぎに", "金曜日の晩に",
            "三日前に", "正午に", "去年", "毎月", "今日", "嵐の間に", "予告なしに"],
        and: &["、そして", "、なぜなら", "、けれども", "、それで", "、その間に", "、しかし", "、その後", "、しかも"],
    },
    Language {
        name: "Thai", blank: "", stop: "", order: [Who, Does, What, Place, Time],
        who: &["ภรรยาของผม", "เจ้าของบ้าน", "เพื่อนบ้าน", "เพื่อนร่วมงาน", "นายจ้าง", "โรงเรียน", "ผม", "พวกเรา", "ทันตแพทย์",
            "ตัวแทน", "ลูกสาวของผม", "ธนาคาร", "คนขับรถ", "เพื่อนคนหนึ่ง", "พนักงานร้าน", "ผู้เช่า"],
        does: &["ทำหาย", "ปฏิเสธ", "ไม่ได้ส่ง", "อยากดู", "ยกเลิก", "ขอ", "ลืม", "คืน", "ทำเสียหาย", "สัญญาว่าจะให้", "ต้องการต่ออายุ",
            "ไม่ยอมรับ", "แปล", "ลงนามใน", "กำลังรอ", "จ่ายเงินค่า"],
        what: &["เงินมัดจำ", "ใบอนุญาตพำนัก", "หนังสือเดินทาง", "สัญญาเช่า", "ใบเสร็จ", "ใบขับขี่", "ใบแจ้งหนี้", "ค่าน้ำ",
            "ใบอนุญาตทำงาน", "บัตรประกัน", "ปริญญาบัตร", "ตั๋วรถไฟ", "บันทึกการฉีดวัคซีน", "การซ่อมเครื่องทำความร้อน", "กุญแจ", "พัสดุสองชิ้น"],
        place: &["ที่ท่าเรือ", "ในเมืองเก่า", "ใกล้สถานี", "ที่เคาน์เตอร์", "ในอาคารของเรา", "ที่คลินิก", "บนถนนริมหาด", "ที่สำนักงานเขต",
            "ที่สนามบิน", "ในตลาด", "ข้างห้องสมุด", "ที่ทำงาน", "ในหอพัก", "บนเรือข้ามฟาก", "ที่สถานีตำรวจ", "ทางออนไลน์"],
        time: &["เมื่อวาน", "วันจันทร์ที่แล้ว", "สองสัปดาห์ก่อน", "เช้านี้", "ก่อนวันหยุด", "ในเดือนมีนาคม", "ตั้งแต่ฤดูใบไม้ผลิ", "หลังเที่ยงคืน",
            "เย็นวันศุกร์", "สามวันก่อน", "ตอนเที่ยง", "ปีที่แล้ว", "ทุกเดือน", "วันนี้", "ระหว่างพายุ", "โดยไม่แจ้งล่วงหน้า"],
        and: &["และ", "เพราะ", "แม้ว่า", "ดังนั้น", "ในขณะที่", "แต่", "หลังจากนั้น", "แล้ว"],
    },
];

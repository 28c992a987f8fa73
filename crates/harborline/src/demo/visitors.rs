//! Made-up visitors who chat with the hotline of a demo that is served, by the same routes as anybody, so that whoever looks at
//! the desk for the first time hears it ring. What they write stands in the pack's `demo/contacts.toml` and says that it is
//! made up.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use domain::Lang;
use futures::{SinkExt as _, StreamExt as _};
use reqwest::header::{COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout_at};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use super::contacts::{Chat, File, read};
use super::dice::Dice;

/// Seconds until somebody comes, or comes again.
const COMES: std::ops::Range<u32> = 2..20;
const COMES_AGAIN: std::ops::Range<u32> = 20..90;
/// Whoever gets no answer for so long goes.
const PATIENCE: Duration = Duration::from_mins(6);
/// A visitor's beat.
const BEATS: Duration = Duration::from_secs(15);
/// The dice of each are their own.
const SEED: u64 = 0x6c69_7665;

/// So many of them, until the process ends.
pub fn play(address: SocketAddr, pack: &Path, visitors: u32) -> anyhow::Result<()> {
    let Some(file) = read(pack)? else {
        anyhow::bail!("the pack has no demo/contacts.toml: there is nothing that visitors could say");
    };
    let file = std::sync::Arc::new(file);
    for number in 0..visitors {
        let file = std::sync::Arc::clone(&file);
        tokio::spawn(async move {
            let mut dice = Dice::new(SEED, u64::from(number));
            let mut pause = COMES;
            loop {
                sleep(seconds(&mut dice, pause.clone())).await;
                pause = COMES_AGAIN;
                if let Some(chat) = dice.pick(&file.chats)
                    && let Err(error) = visit(address, &file, chat, &mut dice).await
                {
                    tracing::warn!(%error, "a made-up visitor could not chat");
                }
            }
        });
    }
    Ok(())
}

fn seconds(dice: &mut Dice, range: std::ops::Range<u32>) -> Duration {
    Duration::from_secs(u64::from(dice.within(range)))
}

/// As it is written: with a word that it is made up.
fn marked(file: &File, language: Lang, text: &str) -> String {
    match file.made_up.get(&language) {
        Some(mark) => format!("{text} {mark}"),
        None => text.to_owned(),
    }
}

/// One chat, from the first word to what they thought of it.
async fn visit(address: SocketAddr, file: &File, chat: &Chat, dice: &mut Dice) -> anyhow::Result<()> {
    let browser = Browser::begin(address, file, chat, dice).await?;
    let id: u32 = dice.within(1..u32::MAX);
    let mut socket = browser.socket().await?;
    let mut until = Instant::now() + PATIENCE;
    let mut beat = Instant::now() + BEATS;
    let mut thanked = false;
    loop {
        let heard = match timeout_at(beat, socket.next()).await {
            Err(_) if Instant::now() >= until => {
                browser.post("end", &[]).await?;
                return Ok(());
            }
            Err(_) => {
                beat += BEATS;
                socket.send(frame(&json!({"kind": "here"}))).await?;
                continue;
            }
            Ok(heard) => heard.context("the socket was closed")??,
        };
        let Message::Text(text) = heard else {
            continue;
        };
        let heard: Value = serde_json::from_str(&text)?;
        if heard["kind"] == "state" && heard["goes_on"] == false {
            break;
        }
        let is_answer = |line: &Value| line["own"] == false && line["words"] == true;
        let answered = heard["lines"]
            .as_array()
            .is_some_and(|lines| lines.iter().any(is_answer));
        if answered && !thanked {
            thanked = true;
            socket
                .send(frame(&json!({"kind": "read", "upto": heard["seq"]})))
                .await?;
            sleep(seconds(dice, 2..5)).await;
            socket.send(frame(&json!({"kind": "typing"}))).await?;
            sleep(seconds(dice, 2..6)).await;
            let text = marked(file, chat.language, &chat.thanks);
            let says = json!({"kind": "say", "id": id, "n": 1, "text": text});
            socket.send(frame(&says)).await?;
            until = Instant::now() + PATIENCE;
        }
    }
    sleep(seconds(dice, 3..15)).await;
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    let rating = [
        ("solved", yes(dice.percent(88))),
        ("satisfied", yes(dice.percent(92))),
    ];
    browser.post("rate", &rating).await
}

fn frame(value: &Value) -> Message {
    Message::Text(value.to_string().into())
}

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// Who holds the receipt of a chat.
struct Browser {
    client: reqwest::Client,
    address: SocketAddr,
    /// Of the conversation.
    path: String,
    cookie: String,
}

impl Browser {
    async fn begin(address: SocketAddr, file: &File, chat: &Chat, dice: &mut Dice) -> anyhow::Result<Self> {
        // Where several have a provider of their own, the first stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let first = marked(file, chat.language, &chat.says);
        let once = format!("{:032x}", u128::from_be_bytes(dice.bytes()));
        let to = format!("http://{address}/{}/chat", chat.language);
        let form = [("text", first.as_str()), ("once", once.as_str())];
        let answer = client.post(to).form(&form).send().await?;
        let header = |name| {
            let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
            value.map(str::to_owned)
        };
        let status = answer.status();
        let path = header(LOCATION).with_context(|| format!("no chat began: {status}"))?;
        let cookie = header(SET_COOKIE).context("no receipt came with the chat")?;
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(Self {
            client,
            address,
            path,
            cookie,
        })
    }

    async fn socket(&self) -> anyhow::Result<Socket> {
        let Self {
            address,
            path,
            cookie,
            ..
        } = self;
        let mut request = format!("ws://{address}{path}/live?after=0").into_client_request()?;
        let headers = request.headers_mut();
        headers.insert("cookie", cookie.parse()?);
        headers.insert("origin", format!("http://{address}").parse()?);
        let (socket, _) = tokio_tungstenite::connect_async(request).await?;
        Ok(socket)
    }

    async fn post(&self, what: &str, form: &[(&str, &str)]) -> anyhow::Result<()> {
        let to = format!("http://{}{}/{what}", self.address, self.path);
        let sent = self.client.post(to).header(COOKIE, &self.cookie);
        let origin = format!("http://{}", self.address);
        sent.header(ORIGIN, origin).form(form).send().await?;
        Ok(())
    }
}

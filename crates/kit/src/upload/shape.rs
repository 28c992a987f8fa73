//! What kind of file bytes are: by how they begin, and for pictures by whether they are built like one to their end. What only
//! begins like a picture, and goes on like a page, is none.

/// The media type of those bytes; empty when they are of no kind that is known, or are not built like it.
pub fn media_type(bytes: &[u8]) -> &'static str {
    let kind = infer::get(bytes).map_or("", |kind| kind.mime_type());
    let (kind, is_built_so) = match kind {
        "image/png" => (kind, png(bytes)),
        "image/jpeg" => (kind, jpeg(bytes)),
        "image/webp" => (kind, webp(bytes)),
        "image/heif" | "image/heic" => ("image/heic", heic(bytes)),
        other => (other, Some(())),
    };
    is_built_so.map_or("", |()| kind)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes(four.try_into().ok()?) as usize)
}

/// Chunks from IHDR to IEND, with nothing behind it (PNG, 5.3 and 5.6).
fn png(bytes: &[u8]) -> Option<()> {
    let mut at = 8;
    loop {
        let length = u32_at(bytes, at)?;
        let name = bytes.get(at + 4..at + 8)?;
        let is_header = name == b"IHDR" && length == 13;
        if !name.iter().all(u8::is_ascii_alphabetic) || is_header != (at == 8) {
            return None;
        }
        // Length, name and checksum stand around what it holds.
        at = at.checked_add(length)?.checked_add(12)?;
        if name == b"IEND" {
            return (at == bytes.len()).then_some(());
        }
    }
}

/// Segments up to the picture itself, and an end of it (ITU-T T.81, B.1.1). Cameras put things of their own behind that.
fn jpeg(bytes: &[u8]) -> Option<()> {
    let mut at = 2;
    let mut has_size = false;
    loop {
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        match *bytes.get(at + 1)? {
            // Before a marker any number of these may stand.
            0xFF => at += 1,
            0x01 | 0xD0..=0xD7 => at += 2,
            0x00 | 0x02..=0xBF | 0xD8 | 0xD9 => return None,
            marker => {
                let length = bytes.get(at + 2..at + 4)?;
                let length = usize::from(u16::from_be_bytes(length.try_into().ok()?));
                has_size |= matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
                at += 2 + length;
                if marker == 0xDA {
                    let ends = bytes.get(at..)?.windows(2).any(|two| two == [0xFF, 0xD9]);
                    return (has_size && length >= 2 && ends).then_some(());
                }
            }
        }
    }
}

/// A RIFF that is as long as it says, and holds a picture first (RFC 9649, 2.4).
fn webp(bytes: &[u8]) -> Option<()> {
    let length = bytes.get(4..8)?;
    let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
    let first = bytes.get(12..16)?;
    let is_picture = matches!(first, b"VP8 " | b"VP8L" | b"VP8X");
    (is_picture && length.checked_add(8)? == bytes.len()).then_some(())
}

/// Boxes to the end, among them what says where the picture is (ISO/IEC 14496-12, 4.2).
fn heic(bytes: &[u8]) -> Option<()> {
    let (mut at, mut says_where) = (0, false);
    while at < bytes.len() {
        let name = bytes.get(at + 4..at + 8)?;
        says_where |= name == b"meta";
        let length = match u32_at(bytes, at)? {
            // To the end of the file.
            0 => bytes.len() - at,
            1 => {
                let eight = bytes.get(at + 8..at + 16)?;
                usize::try_from(u64::from_be_bytes(eight.try_into().ok()?)).ok()?
            }
            length => length,
        };
        if length < 8 || length > bytes.len() - at {
            return None;
        }
        at += length;
    }
    says_where.then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0sum!\0\0\0\x02IDATxxsum!\0\0\0\0IENDsum!";
    const JPEG: &[u8] =
        b"\xFF\xD8\xFF\xE0\0\x04ab\xFF\xC0\0\x05abc\xFF\xDA\0\x04abpicture\xFF\xD9 and what the camera adds";
    const WEBP: &[u8] = b"RIFF\x0E\0\0\0WEBPVP8L\x02\0\0\0xx";
    const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x0Cmeta1234\0\0\0\x0Amdatxx";

    #[test]
    fn files_are_what_their_bytes_are_built_like() {
        assert_eq!(media_type(PNG), "image/png");
        assert_eq!(media_type(JPEG), "image/jpeg");
        assert_eq!(media_type(WEBP), "image/webp");
        assert_eq!(media_type(HEIC), "image/heic");
        assert_eq!(media_type(b"%PDF-1.7 made up"), "application/pdf");
        assert_eq!(media_type(b"some text"), "");
        assert_eq!(media_type(b""), "");
    }

    #[test]
    fn a_page_behind_the_first_bytes_of_a_picture_is_no_picture() {
        const PAGE: &[u8] = b"<!doctype html><script>alert(1)</script>";
        for picture in [PNG, WEBP, HEIC] {
            assert_eq!(media_type(&[picture, PAGE].concat()), "", "behind it");
        }
        for picture in [PNG, JPEG, WEBP, HEIC] {
            for begins in [8, 12, 16, 20] {
                let page = [&picture[..begins], PAGE].concat();
                assert_eq!(media_type(&page), "", "{:?}", String::from_utf8_lossy(&page));
            }
        }
    }

    #[test]
    fn what_breaks_off_is_no_picture_and_no_panic() {
        for picture in [PNG, JPEG, WEBP, HEIC] {
            let end = if picture == JPEG {
                picture.len() - 26
            } else {
                picture.len()
            };
            // Up to there it is built like one, and may have its picture within.
            let whole_before = if picture == HEIC { 36 } else { end };
            for length in (0..end).filter(|length| *length != whole_before) {
                assert_eq!(media_type(&picture[..length]), "", "{length}");
            }
            // Lengths that are not so.
            for at in 0..picture.len() {
                for byte in [0, 1, 0x7F, 0xFF] {
                    let mut broken = picture.to_vec();
                    broken[at] = byte;
                    media_type(&broken);
                }
            }
        }
    }
}

//! Deflating a record: fixed codes, small tables (RFC 1950 and 1951).
//!
//! A general deflater clears tables of 128 KB for each stream, which takes longer than deflating the 400 bytes of a card.
//! An import has two streams a record.

use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};

/// Longest text taken here; positions fit 16 bits and every distance is in reach.
const MOST: usize = 32 * 1024;
/// Slots of the table of places where four bytes stood last.
const SLOTS: usize = 2048;
/// Longest match of the format.
const LONGEST: usize = 258;

/// Appends the zlib stream of any text; long ones go through a general deflater.
pub fn squeeze(data: &[u8], out: &mut Vec<u8>) -> std::io::Result<()> {
    if data.len() <= MOST {
        deflate(data, out);
        return Ok(());
    }
    let mut encoder = ZlibEncoder::new(out, Compression::fast());
    encoder.write_all(data)?;
    encoder.finish().map(drop)
}

/// Appends the zlib stream of at most [`MOST`] bytes.
fn deflate(data: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&[0x78, 0x01]);
    let mut bits = Bits { out, held: 0, count: 0 };
    // The last block, with fixed codes.
    bits.put(0b011, 3);
    let mut seen = [0u16; SLOTS];
    let mut at = 0;
    while at < data.len() {
        let found = earlier(data, at, &mut seen);
        match found {
            Some((distance, length)) => {
                bits.length(length);
                bits.distance(distance);
                at += length;
            }
            None => {
                bits.symbol(u32::from(data[at]));
                at += 1;
            }
        }
    }
    bits.symbol(256);
    bits.finish();
    out.extend_from_slice(&adler(data).to_be_bytes());
}

/// Distance and length of a repetition of what starts at a place; notes the place.
fn earlier(data: &[u8], at: usize, seen: &mut [u16; SLOTS]) -> Option<(usize, usize)> {
    let next: [u8; 4] = data.get(at..at + 4)?.try_into().ok()?;
    let slot = (u32::from_le_bytes(next).wrapping_mul(0x9E37_79B1) >> 21) as usize;
    let before = usize::from(seen[slot]);
    // Places count from 1; 0 is none.
    seen[slot] = (at + 1) as u16;
    let from = before.checked_sub(1)?;
    let most = LONGEST.min(data.len() - at);
    if data[from..from + 4] != next {
        return None;
    }
    Some((at - from, shared(&data[from..], &data[at..at + most])))
}

/// How many bytes are the same at the start of both, eight at a time.
fn shared(earlier: &[u8], later: &[u8]) -> usize {
    let (eights, _) = later.as_chunks::<8>();
    let mut length = 0;
    for (a, b) in earlier.as_chunks::<8>().0.iter().zip(eights) {
        let differ = u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
        if differ != 0 {
            return length + differ.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    length + earlier[length..].iter().zip(&later[length..]).take_while(|(a, b)| a == b).count()
}

/// The fixed codes of RFC 1951, 3.2.6, and how many bits they have. A code goes with its highest bit first, so they are kept
/// turned round.
const CODES: [(u16, u8); 286] = {
    let mut codes = [(0, 0); 286];
    let mut symbol = 0;
    while symbol < codes.len() {
        let (code, count) = match symbol as u16 {
            literal @ 0..=143 => (0x30 + literal, 8),
            literal @ 144..=255 => (0x190 + literal - 144, 9),
            length @ 256..=279 => (length - 256, 7),
            length => (0xc0 + length - 280, 8),
        };
        codes[symbol] = (code.reverse_bits() >> (16 - count), count as u8);
        symbol += 1;
    }
    codes
};

/// Bits, the lowest first.
struct Bits<'a> {
    out: &'a mut Vec<u8>,
    held: u64,
    count: u32,
}

impl Bits<'_> {
    #[inline]
    fn put(&mut self, bits: u32, count: u32) {
        self.held |= u64::from(bits) << self.count;
        self.count += count;
        if self.count >= 32 {
            self.out.extend_from_slice(&(self.held as u32).to_le_bytes());
            self.held >>= 32;
            self.count -= 32;
        }
    }

    /// A literal, the end (256) or a length (257 to 285).
    #[inline]
    fn symbol(&mut self, symbol: u32) {
        let (code, count) = CODES[symbol as usize];
        self.put(code.into(), count.into());
    }

    fn length(&mut self, length: usize) {
        let over = (length - 3) as u32;
        if length == LONGEST {
            self.symbol(285);
        } else if over < 8 {
            self.symbol(257 + over);
        } else {
            let top = over.ilog2();
            let extra = top - 2;
            self.symbol(257 + 4 * (top - 1) + ((over >> extra) & 3));
            self.put(over & ((1 << extra) - 1), extra);
        }
    }

    fn distance(&mut self, distance: usize) {
        let over = (distance - 1) as u32;
        if over < 4 {
            self.put(over.reverse_bits() >> 27, 5);
        } else {
            let top = over.ilog2();
            let extra = top - 1;
            self.put((2 * top + ((over >> extra) & 1)).reverse_bits() >> 27, 5);
            self.put(over & ((1 << extra) - 1), extra);
        }
    }

    fn finish(&mut self) {
        let bytes = self.count.div_ceil(8) as usize;
        self.out.extend_from_slice(&self.held.to_le_bytes()[..bytes]);
    }
}

/// Adler-32 (RFC 1950).
fn adler(data: &[u8]) -> u32 {
    let (mut low, mut high) = (1u32, 0u32);
    // 5552 bytes are the most whose sums fit 32 bits.
    for piece in data.chunks(5552) {
        for byte in piece {
            low += u32::from(*byte);
            high += low;
        }
        low %= 65_521;
        high %= 65_521;
    }
    (high << 16) | low
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Read as _;

    fn comes_back(data: &[u8]) {
        let mut packed = Vec::new();
        squeeze(data, &mut packed).unwrap();
        let mut back = Vec::new();
        flate2::read::ZlibDecoder::new(&packed[..]).read_to_end(&mut back).unwrap();
        assert!(back == data, "{} bytes came back as {}", data.len(), back.len());
    }

    #[test]
    fn every_length_and_distance_comes_back() {
        for length in 0..600 {
            comes_back(&vec![b'a'; length]);
        }
        let mut far: Vec<u8> = (0..MOST).map(|at| ((at * 7919) >> 3) as u8).collect();
        far[MOST - 8..].copy_from_slice(b"name: ab");
        far[..8].copy_from_slice(b"name: ab");
        comes_back(&far);
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(data in prop::collection::vec(any::<u8>(), 0..2000)) {
            comes_back(&data);
        }

        #[test]
        fn cards_come_back_smaller(lines in prop::collection::vec("(name|phone|city): [金科电子上海a-z0-9]{0,12}\n", 20..80)) {
            let text = lines.concat();
            comes_back(text.as_bytes());
            let mut packed = Vec::new();
            deflate(text.as_bytes(), &mut packed);
            prop_assert!(packed.len() < text.len());
        }
    }
}

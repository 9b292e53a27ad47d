//! An animation as APNG, which browsers show wherever they show PNG.

use std::io::Cursor;

use anyhow::{Context, Result, bail, ensure};
use png::{BitDepth, BlendOp, ColorType, Compression, Decoder, DisposeOp, Encoder, Filter, Transformations};

/// Red, green and blue.
const CHANNELS: usize = 3;

/// One picture of the animation.
pub(super) struct Frame {
    size: (u32, u32),
    /// Row by row, three bytes for each pixel.
    pixels: Vec<u8>,
    milliseconds: u16,
}

/// A part of a picture, in pixels.
struct Part {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

impl Frame {
    /// The upper left corner of a PNG picture, of that size, shown for so long.
    ///
    /// # Errors
    ///
    /// When the picture is smaller, or no PNG in colours.
    pub(super) fn read(picture: &[u8], size: (u32, u32), milliseconds: u16) -> Result<Self> {
        let mut decoder = Decoder::new(Cursor::new(picture));
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info()?;
        let mut read = vec![0; reader.output_buffer_size().context("the picture is too large")?];
        let info = reader.next_frame(&mut read)?;
        let channels = match info.color_type {
            ColorType::Rgb => 3,
            ColorType::Rgba => 4,
            other => bail!("a screenshot in {other:?}"),
        };
        let (width, height) = (size.0 as usize, size.1 as usize);
        ensure!(
            info.width >= size.0 && info.height >= size.1,
            "a screenshot of {} by {} pixels is smaller than {width} by {height}",
            info.width,
            info.height
        );
        let rows = read.chunks(info.line_size).take(height);
        // A screenshot lets nothing shine through.
        let pixels =
            rows.flat_map(|row| row.chunks(channels).take(width)).flat_map(|pixel| &pixel[..CHANNELS]);
        Ok(Self { size, pixels: pixels.copied().collect(), milliseconds })
    }

    /// The smallest part that holds every pixel that differs; one pixel where none does.
    fn difference(&self, before: &Self) -> Part {
        let width = self.size.0;
        let pixels = self.pixels.chunks(CHANNELS).zip(before.pixels.chunks(CHANNELS));
        let differing = (0u32..).zip(pixels).filter(|(_, (now, before))| now != before);
        let places: Vec<(u32, u32)> = differing.map(|(index, _)| (index % width, index / width)).collect();
        let bounds = |values: &mut dyn Iterator<Item = u32>| {
            values.fold(None, |bounds: Option<(u32, u32)>, value| {
                let (least, most) = bounds.unwrap_or((value, value));
                Some((least.min(value), most.max(value)))
            })
        };
        let (left, right) = bounds(&mut places.iter().map(|place| place.0)).unwrap_or_default();
        let (top, bottom) = bounds(&mut places.iter().map(|place| place.1)).unwrap_or_default();
        Part { left, top, width: right - left + 1, height: bottom - top + 1 }
    }

    fn part(&self, part: &Part) -> Vec<u8> {
        let row = self.size.0 as usize * CHANNELS;
        let (from, to) = (part.left as usize * CHANNELS, (part.left + part.width) as usize * CHANNELS);
        let rows = self.pixels.chunks(row).skip(part.top as usize).take(part.height as usize);
        rows.flat_map(|row| &row[from..to]).copied().collect()
    }
}

/// The frames one after the other, without end. After the first, only what changes is kept.
///
/// # Errors
///
/// When there is no frame.
pub(super) fn encode(frames: &[Frame]) -> Result<Vec<u8>> {
    let first = frames.first().context("an animation without a frame")?;
    let mut written = Vec::new();
    let mut encoder = Encoder::new(&mut written, first.size.0, first.size.1);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    // Letters on plain ground compress best as they are.
    encoder.set_filter(Filter::NoFilter);
    encoder.set_animated(u32::try_from(frames.len())?, 0)?;
    let mut writer = encoder.write_header()?;
    for (index, frame) in frames.iter().enumerate() {
        let part = match index.checked_sub(1) {
            Some(before) => frame.difference(&frames[before]),
            None => Part { left: 0, top: 0, width: frame.size.0, height: frame.size.1 },
        };
        writer.set_frame_delay(frame.milliseconds, 1000)?;
        writer.set_blend_op(BlendOp::Source)?;
        writer.set_dispose_op(DisposeOp::None)?;
        writer.reset_frame_position()?;
        writer.set_frame_dimension(part.width, part.height)?;
        writer.set_frame_position(part.left, part.top)?;
        writer.write_image_data(&frame.part(&part))?;
    }
    writer.finish()?;
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (u32, u32) = (5, 4);

    fn frame(milliseconds: u16, dots: &[(usize, usize)]) -> Frame {
        let mut pixels = vec![255; 5 * 4 * CHANNELS];
        for (left, top) in dots {
            pixels[(top * 5 + left) * CHANNELS] = 7;
        }
        Frame { size: SIZE, pixels, milliseconds }
    }

    /// As a browser shows them: each part over what was there.
    fn shown(animation: &[u8]) -> Vec<(Vec<u8>, u16)> {
        let mut reader = Decoder::new(Cursor::new(animation)).read_info().unwrap();
        let count = reader.info().animation_control().unwrap().num_frames;
        let mut canvas = vec![0; 5 * 4 * CHANNELS];
        let mut shown = Vec::new();
        for _ in 0..count {
            let mut part = vec![0; reader.output_buffer_size().unwrap()];
            reader.next_frame(&mut part).unwrap();
            let control = *reader.info().frame_control().unwrap();
            let width = control.width as usize * CHANNELS;
            for row in 0..control.height as usize {
                let at = ((control.y_offset as usize + row) * 5 + control.x_offset as usize) * CHANNELS;
                canvas[at..at + width].copy_from_slice(&part[row * width..][..width]);
            }
            shown.push((canvas.clone(), control.delay_num));
        }
        shown
    }

    #[test]
    fn every_frame_is_shown_as_it_was() {
        let frames = [
            frame(100, &[]),
            frame(200, &[(1, 1), (3, 2)]),
            frame(300, &[(1, 1), (3, 2)]),
            frame(400, &[(4, 3)]),
        ];
        let shown = shown(&encode(&frames).unwrap());
        let expected: Vec<_> =
            frames.iter().map(|frame| (frame.pixels.clone(), frame.milliseconds)).collect();
        assert!(shown == expected);
        assert!(encode(&[]).is_err());
    }

    #[test]
    fn a_picture_is_cut_to_its_corner() {
        let picture = encode(&[frame(1, &[(1, 1), (4, 0)])]).unwrap();
        let cut = Frame::read(&picture, (2, 2), 1).unwrap();
        assert_eq!(cut.pixels, [vec![255; 9], vec![7, 255, 255]].concat());
        assert!(Frame::read(&picture, (6, 2), 1).is_err());
    }
}

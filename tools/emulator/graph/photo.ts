import { createHash } from 'node:crypto';
import { BLOCK, encodeJpeg, type Colour } from './jpeg.js';

/** The edges in pixels that Graph keeps of a photo. */
export const PHOTO_SIZES = [48, 64, 96, 120, 240, 360, 432, 504, 648] as const;
export type PhotoSize = (typeof PHOTO_SIZES)[number];

const BACKGROUND: Colour = [0xf0, 0xf0, 0xf0];
const CELLS = 5;

/** A JPEG that is always the same for the same person: a pattern of five by five squares, its right half mirrored. */
export function photoOf(oid: string, size: PhotoSize): Buffer {
  const [red = 0, green = 0, blue = 0, ...pattern] = createHash('sha256').update(oid).digest();
  const blocks = size / BLOCK;
  return encodeJpeg(blocks, (column, row) => {
    const [x, y] = [column, row].map((at) => Math.floor((at * CELLS) / blocks)) as [number, number];
    const mirrored = Math.min(x, CELLS - 1 - x);
    return (pattern[y * CELLS + mirrored] ?? 0) % 2 === 1 ? [red, green, blue] : BACKGROUND;
  });
}

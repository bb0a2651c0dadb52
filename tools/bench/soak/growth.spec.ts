import type { Usage } from '../stage/meter.js';
import { growthOf } from './growth.js';

const MEBIBYTE = 1024 ** 2;
const usage = (rss: number, heap = 40, handles = 4, openFiles?: number): Usage => ({
  cpuMicroseconds: 0,
  rssBytes: rss * MEBIBYTE,
  heapBytes: heap * MEBIBYTE,
  handles,
  openFiles,
});
const idle = usage(100);

describe('growth', () => {
  it('is none while memory breathes', () => {
    expect(growthOf([usage(200), usage(190), usage(210), usage(215)], idle, idle)).toEqual([]);
    // A small heap may grow by eight mebibytes, which is more than a tenth of it.
    expect(growthOf([usage(100, 30), usage(100, 38)], idle, idle)).toEqual([]);
  });

  it('is what the second half has more than the first', () => {
    expect(growthOf([usage(200, 50), usage(200, 50), usage(230, 60), usage(230, 58)], idle, idle)).toEqual([
      'RSS grew from 200.0 to 230.0 MiB',
      'the heap grew from 50.0 to 59.0 MiB',
    ]);
  });

  it('is what stays open with nobody there', () => {
    expect(growthOf([], usage(100, 40, 4, 30), usage(100, 40, 13, 39))).toEqual([
      '13 handles are open with nobody there, 4 before',
      '39 files and sockets are open with nobody there, 30 before',
    ]);
    expect(growthOf([], usage(100, 40, 4), usage(100, 40, 12))).toEqual([]);
  });
});

/** When a page counts as left alone. Minutes for readability. */
import { describe, expect, it } from 'vitest';
import { createIdle } from '../../src/pages/client/safety/idle.ts';

const MINUTE = 60_000;
const at = (minutes: number) => minutes * MINUTE;
const page = () => createIdle({ idleMs: at(5), hiddenMs: at(1) }, at(0));

describe('a page counts as left alone', () => {
  it('after its minutes without a sign of life', () => {
    const idle = page();
    expect(idle.left(at(2))).toBe(at(3));
    idle.touch(at(4));
    expect(idle.left(at(5))).toBe(at(4));
    expect(idle.left(at(9))).toBe(0);
    expect(idle.left(at(900))).toBe(0);
  });

  it('sooner when it is out of sight, however recently it was touched', () => {
    const idle = page();
    idle.touch(at(1));
    idle.hide(at(1));
    expect(idle.left(at(1.5))).toBe(at(0.5));
    expect(idle.left(at(2))).toBe(0);
    expect(idle.show(at(2))).toBe(true);
  });

  it('not when it was out of sight for a moment; coming back is a sign of life', () => {
    const idle = page();
    idle.hide(at(4));
    expect(idle.show(at(4.9))).toBe(false);
    expect(idle.left(at(5))).toBe(at(4.9));
  });

  it('counts from the first that hid it: a browser may say so twice', () => {
    const idle = page();
    idle.hide(at(1));
    idle.hide(at(1.9));
    expect(idle.show(at(2))).toBe(true);
  });

  it('not when another page of ours was in sight meanwhile', () => {
    const idle = page();
    idle.hide(at(1));
    expect(idle.show(at(20), at(19.5))).toBe(false);
    expect(idle.left(at(20))).toBe(at(5));
  });

  it('when no page of ours was in sight, also for one that was only just loaded', () => {
    expect(page().show(at(0), at(-3))).toBe(true);
    expect(page().show(at(0))).toBe(false);
  });
});

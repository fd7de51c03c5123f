/**
 * How long ago something was, in words. Pure; the server says it first, and the page goes on saying it as time passes.
 */
import type { InboxTexts } from '../../inbox/texts.ts';
import { filled } from '../talk/page-data.ts';

const MINUTE_MS = 60_000;

/** 'zojuist', '5 minuten geleden', '2 uur geleden', '3 dagen geleden'. @param ms how long ago */
export function ageOf(ms: number, ages: InboxTexts['ages']): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  if (minutes < 1) return ages.now;
  if (minutes < 60) return filled(minutes === 1 ? ages.minute : ages.minutes, { number: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return filled(hours === 1 ? ages.hour : ages.hours, { number: hours });
  const days = Math.floor(hours / 24);
  return filled(days === 1 ? ages.day : ages.days, { number: days });
}

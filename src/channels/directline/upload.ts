/**
 * A multipart upload, of which only the activity and the media types are kept. File content is let pass as it
 * arrives, so that a photo of many megabytes takes no memory and is never held anywhere.
 */
import { mediaType } from '../media-type.ts';

/** A phone's photos and short films fit; what is larger is refused before it is all read. */
const MAX_UPLOAD = 32 * 1024 * 1024;
const MAX_ACTIVITY = 256 * 1024;
const MAX_PARTS = 20;
const MAX_HEADERS = 8 * 1024;

export interface Upload {
  /** The parsed JSON of the `activity` part; a bare message when the client sent files alone. */
  activity: unknown;
  mediaTypes: string[];
}

/** One character per byte: boundaries can be searched for as text without decoding the files. */
const bytesAsText = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
};
const textAsUtf8 = (text: string): string =>
  new TextDecoder().decode(Uint8Array.from(text, (character) => character.charCodeAt(0)));

export async function readUpload(request: Request): Promise<Upload | 'malformed' | 'too_big'> {
  const [, quoted, plain] =
    /^multipart\/form-data;.*boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(
      request.headers.get('content-type') ?? '',
    ) ?? [];
  const boundary = quoted ?? plain;
  if (!boundary || !request.body) return 'malformed';
  if (Number(request.headers.get('content-length') ?? 0) > MAX_UPLOAD) return 'too_big';

  const mark = `\r\n--${boundary}`;
  const mediaTypes: string[] = [];
  let activityText: string | undefined;
  let part: 'before' | 'headers' | 'activity' | 'file' | 'done' = 'before';
  let parts = 0;
  let total = 0;
  // The first boundary has no line break before it; with this one it looks like the others.
  let rest = '\r\n';

  const begin = (headers: string): 'activity' | 'file' => {
    const type = /^content-type:\s*([^\r\n]+)/im.exec(headers)?.[1];
    const name = /^content-disposition:[^\r\n]*[;\s]name="?([^";\r\n]*)/im.exec(headers)?.[1];
    if (name === 'activity' || type?.startsWith('application/vnd.microsoft.activity')) {
      activityText = '';
      return 'activity';
    }
    mediaTypes.push(mediaType(type));
    return 'file';
  };

  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.length;
    if (total > MAX_UPLOAD) return 'too_big';
    if (part === 'done') continue;
    rest += bytesAsText(value);
    for (;;) {
      if (part === 'headers') {
        // `--boundary--` is the last one.
        if (rest.startsWith('--')) {
          part = 'done';
          rest = '';
          break;
        }
        const end = rest.indexOf('\r\n\r\n');
        if (end < 0) {
          if (rest.length > MAX_HEADERS) return 'malformed';
          break;
        }
        parts += 1;
        if (parts > MAX_PARTS) return 'malformed';
        part = begin(rest.slice(0, end));
        // The line break stays: a part without content has its boundary right there.
        rest = rest.slice(end + 2);
      }
      const next = rest.indexOf(mark);
      // Up to here there is no boundary, nor the beginning of one.
      const passed = next >= 0 ? next : Math.max(0, rest.length - mark.length);
      if (part === 'activity') {
        activityText += rest.slice(0, passed);
        if ((activityText ?? '').length > MAX_ACTIVITY) return 'too_big';
      }
      rest = rest.slice(passed);
      if (next < 0) break;
      rest = rest.slice(mark.length);
      part = 'headers';
    }
  }
  if (part !== 'done') return 'malformed';
  if (activityText === undefined) return { activity: { type: 'message' }, mediaTypes };
  try {
    return { activity: JSON.parse(textAsUtf8(activityText)), mediaTypes };
  } catch {
    return 'malformed';
  }
}

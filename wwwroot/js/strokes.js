// A drawing as the pad keeps it: strokes, each a flat list x, y, x, y, ... within 0..1. It stays within the bounds of one message to
// the server by losing what is oldest, so that the pen draws on however long someone scribbles.

export const MAX_POINTS = 1500; // with three decimals a drawing stays below 20 kB
export const MAX_STROKES = 100;
const NEAR = 0.004; // points nearer than this to the last one say nothing new

/** The pen is put down. */
export function begin(strokes, x, y) {
  strokes.push([x, y]);
  keepWithinBounds(strokes);
}

/** The pen moves on. */
export function extend(strokes, x, y) {
  const stroke = strokes.at(-1);
  if (!stroke || Math.hypot(x - stroke.at(-2), y - stroke.at(-1)) < NEAR) return;
  stroke.push(x, y);
  keepWithinBounds(strokes);
}

/** Whether something that was stored is a drawing. */
export function isDrawing(value) {
  return Array.isArray(value) && value.length <= MAX_STROKES && points(value) <= MAX_POINTS
    && value.every(stroke => Array.isArray(stroke) && stroke.length > 0 && stroke.length % 2 === 0
      && stroke.every(at => typeof at === 'number' && at >= 0 && at <= 1));
}

function keepWithinBounds(strokes) {
  if (strokes.length > MAX_STROKES) strokes.shift();
  // Every second point goes, ends excepted: what was drawn long ago has gone through this more often and is the coarser for it.
  if (points(strokes) > MAX_POINTS) strokes.forEach((stroke, at) => { strokes[at] = thinned(stroke); });
}

function thinned(stroke) {
  const kept = [];
  for (let i = 0; i < stroke.length; i += 2)
    if (i % 4 === 0 || i === stroke.length - 2) kept.push(stroke[i], stroke[i + 1]);
  return kept;
}

const points = strokes => strokes.reduce((sum, stroke) => sum + stroke.length / 2, 0);

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { begin, extend, isDrawing, MAX_POINTS, MAX_STROKES } from '../../../../wwwroot/js/strokes.js';

const points = strokes => strokes.reduce((sum, stroke) => sum + stroke.length / 2, 0);

test('a point that says nothing new is left out', () => {
  const strokes = [];
  begin(strokes, 0.5, 0.5);
  extend(strokes, 0.501, 0.501);
  extend(strokes, 0.6, 0.5);
  assert.deepEqual(strokes, [[0.5, 0.5, 0.6, 0.5]]);
});

test('a scribble without end keeps both its ends and stays within bounds', () => {
  const strokes = [];
  begin(strokes, 0, 0);
  for (let i = 1; i <= 10 * MAX_POINTS; i++) {
    extend(strokes, (i * 7) % 101 / 100, i % 2);
    assert.ok(points(strokes) <= MAX_POINTS);
  }
  assert.deepEqual(strokes[0].slice(0, 2), [0, 0]);
  assert.deepEqual(strokes[0].slice(-2), [(70 * MAX_POINTS) % 101 / 100, 0]);
  assert.ok(points(strokes) > MAX_POINTS / 3);
});

test('past the bound of strokes the oldest makes room for the newest', () => {
  const strokes = [];
  for (let i = 0; i <= MAX_STROKES; i++) begin(strokes, i / MAX_STROKES, 0.5);
  assert.equal(strokes.length, MAX_STROKES);
  assert.deepEqual([strokes[0], strokes.at(-1)], [[1 / MAX_STROKES, 0.5], [1, 0.5]]);
});

test('what was stored is believed only if it is a drawing', () => {
  assert.ok(isDrawing([[0, 0.5, 1, 0.25]]));
  for (const wrong of [null, 'text', [[]], [[0.5]], [[0.5, 1.1]], [[0.5, null]], [[NaN, 0.5]], Array(MAX_STROKES + 1).fill([0, 0])])
    assert.ok(!isDrawing(wrong), JSON.stringify(wrong));
});

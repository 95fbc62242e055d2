import assert from 'node:assert/strict';
import { test } from 'node:test';
import { halfOf, next } from '../../../../wwwroot/js/scatter.js';
import { Layout, randomFrom, rowsOf, sameClass } from '../../../../wwwroot/js/umap.js';

// Three groups far apart in twenty dimensions.
const random = randomFrom(7);
const labels = Array.from({ length: 60 }, (_, i) => i % 3);
const points = labels.map(label => Array.from({ length: 20 }, (_, axis) => random() + (axis === label ? 30 : 0)));
const start = points.map(([x, y]) => [x, y]);

function laidOut() {
  const layout = new Layout(points, start);
  let steps = 1;
  while (layout.step()) steps += 1;
  assert.equal(layout.progress, 1);
  assert.equal(steps, 200);
  return layout;
}

test('the same points are laid out alike, groups apart', () => {
  const layout = laidOut();
  assert.deepEqual(layout.places, laidOut().places);
  assert.ok(layout.places.flat().every(Number.isFinite));
  assert.deepEqual(sameClass(layout.places, labels, 4), [1, 1, 1, null]);
});

test('one more point lies among those that it is like', () => {
  const layout = laidOut();
  const place = layout.place(points[4].map(value => value + 0.01));
  const distances = layout.places.map(([x, y]) => (x - place[0]) ** 2 + (y - place[1]) ** 2);
  assert.equal(labels[distances.indexOf(Math.min(...distances))], labels[4]);
});

test('the share of neighbours of the same class counts the nearest only, never the point itself', () => {
  // On a line, of the classes 0 0 1 1: with one neighbour each, only the second and third could be mistaken.
  const places = [[0, 0], [1, 0], [1.9, 0], [2.5, 0]];
  assert.deepEqual(sameClass(places, [0, 0, 1, 1], 2, 1), [0.5, 1]);
  assert.deepEqual(sameClass(places, [0, 0, 1, 1], 2, 10), [1 / 3, 1 / 3]);
});

test('rows are cut from a flat list', () => {
  assert.deepEqual(rowsOf(new Float32Array([1, 2, 3, 4, 5, 6]), 3), [[1, 2, 3], [4, 5, 6]]);
});

test('an arrow key goes to the nearest point that lies in its direction', () => {
  const around = [[0, 0], [3, 1], [1, 5], [-2, 0], [0, -1], [9, 0]];
  assert.equal(next(around, [0, 0], [1, 0]), 1);
  assert.equal(next(around, [0, 0], [0, 1]), 2);
  assert.equal(next(around, [0, 0], [-1, 0]), 3);
  assert.equal(next(around, [0, 0], [0, -1]), 4);
  assert.equal(next(around, [9, 0], [1, 0]), null);
  assert.equal(next(around, [8, 0]), 5);
  assert.equal(next([[0, 0], [NaN, NaN], [5, 0]], [0, 0], [1, 0]), 2);
  assert.equal(next([[NaN, NaN], [5, 0]], [0, 0]), 1);
});

test('what is seen keeps its size until points leave it or shrink to its middle', () => {
  assert.equal(halfOf([[4, 0]], 5), 5);
  assert.equal(halfOf([[6, 0]], 5), 6 * 1.15);
  assert.equal(halfOf([[0, -1]], 5), 1.15);
});

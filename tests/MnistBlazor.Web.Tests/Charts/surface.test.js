import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contour, heightAt, mixer, pointsOf, projection, unpack, until } from '../../../wwwroot/js/surface.js';

const near = (actual, expected) => assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);

test('heights come as 16 bits each, the lower byte first; the highest number is a hole', () => {
  const heights = unpack(new Uint8Array([0, 0, 0xfe, 0xff, 0xff, 0xff, 0, 0x80]));
  assert.deepEqual([heights[0], heights[1], heights[2]], [0, 1, NaN]);
  assert.ok(Math.abs(heights[3] - 0.5) < 1e-4);
});

test('between the places where it is known a height is in between', () => {
  const slope = new Float32Array([0, 1, 0, 1]); // up to the right
  near(heightAt(slope, 2, 0.25, 0.9), 0.25);
  near(heightAt(slope, 2, 1, 1), 1);
  near(heightAt(slope, 2, 7, -3), 1); // off the map: the edge
});

test('a line of equal height of a bowl is a ring around its ground', () => {
  const side = 41;
  const bowl = Float32Array.from({ length: side * side }, (_, i) => Math.hypot(i % side - 20, Math.floor(i / side) - 20) / 20);
  const ring = contour(bowl, side, 0.5);
  assert.ok(ring.length > 60);
  for (const [u, v] of ring) assert.ok(Math.abs(Math.hypot(u - 0.5, v - 0.5) - 0.25) < 0.01);
});

test('at a saddle the two lines pass each other by', () => {
  // High at two opposite corners: the line goes around each of them.
  const pieces = contour(new Float32Array([1, 0, 0, 1]), 2, 0.75);
  assert.equal(pieces.length, 2);
  for (const [u, v, toU, toV] of pieces) near(Math.hypot(toU - u, toV - v), Math.hypot(0.25, 0.25));
});

test('a line of equal height stops at a hole', () => {
  assert.deepEqual(contour(new Float32Array([0, 1, NaN, 1]), 2, 0.5), []);
});

test('from above the far edge is up, and from the side what is high is up', () => {
  const above = projection(0, Math.PI / 2);
  assert.ok(above(0.5, 1, 0)[1] < above(0.5, 0, 0)[1]);
  near(above(0.5, 0.5, 0)[1], above(0.5, 0.5, 1)[1]);
  const side = projection(0, 0);
  assert.ok(side(0.5, 0.5, 1)[1] < side(0.5, 0.5, 0)[1]);
  assert.ok(side(0.5, 0, 0)[2] > side(0.5, 1, 0)[2]); // nearer
});

test('a way is read from its path and walked to a step, also between two', () => {
  const points = pointsOf('M0 10L4 10L4 -2.5');
  assert.deepEqual(points, [[0, 10], [4, 10], [4, -2.5]]);
  assert.deepEqual(until(points, 0), [[0, 10]]);
  assert.deepEqual(until(points, 0.5), [[0, 10], [2, 10]]);
  assert.deepEqual(until(points, 9), points);
});

test('a colour between two is mixed from whatever way a browser writes them', () => {
  assert.deepEqual(mixer('rgb(0, 100, 200)', 'rgb(100, 0, 200)')(0.5), [50, 50, 200]);
  assert.deepEqual(mixer('color(srgb 0 0 0)', 'color(srgb 1 1 1)')(1), [255, 255, 255]);
});

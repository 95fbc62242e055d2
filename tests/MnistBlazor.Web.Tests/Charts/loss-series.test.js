import { test } from 'node:test';
import assert from 'node:assert/strict';
import { BATCH_POINTS, decimate, EPOCH_POINTS, LossSeries, SMOOTHED_FROM } from '../../../wwwroot/js/loss-series.js';

const started = { type: 'started', number: 2, stepsPerEpoch: 60, epochs: 15 };
const batch = (number, step, loss) => ({ type: 'batch', number, epoch: Math.ceil(step / 60), step, loss });
const epoch = (number, at, meanLoss) => ({ type: 'epoch', number, epoch: at, step: at * 60, meanLoss, seconds: 0.4 });

test('batches stand where their part of the epoch ends, the mean of an epoch in its middle', () => {
  const series = new LossSeries();
  series.append([{ type: 'queued', number: 1 }, started, batch(3, 1, 2.4), batch(4, 30, 1.5), batch(5, 60, 1.1), epoch(6, 1, 1.6)]);
  assert.deepEqual(series.batches, [[1 / 60, 2.4], [0.5, 1.5], [1, 1.1]]);
  assert.deepEqual(series.epochs, [[0.5, 1.6]]);
  assert.equal(series.plannedEpochs, 15);
  assert.equal(series.endedAs, null);
});

test('an event that comes twice counts once, and reading goes on from the last number', () => {
  const series = new LossSeries();
  series.append([started, batch(3, 1, 2.4), batch(4, 2, 2.3)]);
  series.append([batch(3, 1, 2.4), batch(4, 2, 2.3), batch(5, 3, 2.2)]);
  assert.equal(series.batches.length, 3);
  assert.equal(series.lastNumber, 5);
});

test('a loss on held-out images is a line of its own, measured when an epoch has ended', () => {
  const series = new LossSeries();
  series.append([started, { ...epoch(3, 1, 0.3), validationLoss: 0.1, validationAccuracy: 0.97 }, epoch(4, 2, 0.2)]);
  assert.deepEqual(series.validation, [[1, 0.1]]);
  assert.deepEqual(series.accuracy, [[1, 0.97]]);
});

test('a fork has the past of its parent before it starts itself', () => {
  const series = new LossSeries();
  series.append([batch(1, 30, 2.4), batch(2, 60, 1.5), epoch(3, 1, 1.9), { type: 'queued', number: 4 }]);
  assert.deepEqual(series.batches, [[0.5, 2.4], [1, 1.5]]);
  series.append([{ ...started, number: 5 }, batch(6, 90, 1.2)]);
  assert.deepEqual(series.batches, [[0.5, 2.4], [1, 1.5], [1.5, 1.2]]);
});

test('the end of a run is known by its status', () => {
  const series = new LossSeries();
  series.append([started, { type: 'ended', number: 3, status: 'stopped', failure: null }]);
  assert.equal(series.endedAs, 'stopped');
});

test('a loss that is no number is left out instead of breaking the line', () => {
  const series = new LossSeries();
  series.append([started, batch(3, 1, 2.4), batch(4, 2, null), batch(5, 3, 'NaN'), batch(6, 4, 9e9)]);
  assert.deepEqual(series.batches.map(([, loss]) => loss), [2.4, 9e9]);
});

test('a chart with the previous run on it never has more than 1,000 points', () => {
  assert.ok(BATCH_POINTS + BATCH_POINTS / 3 + 2 * EPOCH_POINTS <= 1000);
});

test('a run of any length takes a bounded number of points, and keeps its first and its newest', () => {
  const series = new LossSeries();
  series.append([{ ...started, epochs: 2000 }]);
  for (let step = 1; step <= 100_000; step++) series.append([batch(step + 2, step, 2 + Math.sin(step / 100))]);
  assert.ok(series.batches.length <= BATCH_POINTS);
  assert.deepEqual(series.batches[0], [1 / 60, 2 + Math.sin(0.01)]);
  assert.deepEqual(series.batches.at(-1), [100_000 / 60, 2 + Math.sin(1000)]);
});

test('the batches of a long run keep their extremes: a spike stays, and so does a dip', () => {
  const series = new LossSeries();
  series.append([started]);
  for (let step = 1; step <= 5000; step++) series.append([batch(step + 2, step, { 1234: 50, 3210: 0 }[step] ?? 1)]);
  assert.ok(series.batches.length <= BATCH_POINTS);
  assert.ok(series.batches.some(([x, y]) => x === 1234 / 60 && y === 50));
  assert.ok(series.batches.some(([x, y]) => x === 3210 / 60 && y === 0));
  for (let i = 1; i < series.batches.length; i++) assert.ok(series.batches[i][0] > series.batches[i - 1][0]);
});

test('few batches are shown as they are; many get their moving average, which does not lag behind them', () => {
  const few = new LossSeries();
  few.append([started, ...Array.from({ length: 900 }, (_, i) => batch(i + 3, i + 1, 1))]);
  assert.deepEqual(few.smoothed, []);

  const many = new LossSeries();
  const stepsPerEpoch = SMOOTHED_FROM;
  many.append([{ ...started, stepsPerEpoch, epochs: 5 }]);
  const noise = step => (step % 2 === 0 ? 0.5 : -0.5);
  for (let step = 1; step <= 5 * stepsPerEpoch; step++) many.append([batch(step + 2, step, 10 - step / stepsPerEpoch + noise(step))]);
  assert.ok(many.smoothed.length > 100);
  for (const [x, y] of many.smoothed) assert.ok(Math.abs(y - (10 - x)) < 0.05, `${y} at ${x}`);
});

test('a thinned line keeps the spike that a reader would look for', () => {
  const line = Array.from({ length: 10_000 }, (_, x) => [x, x === 4321 ? 50 : 1]);
  const thin = decimate(line, 100);
  assert.equal(thin.length, 100);
  assert.ok(thin.some(([x, y]) => x === 4321 && y === 50));
});

test('a thinned line has its points in order, and a short one is left alone', () => {
  const line = Array.from({ length: 777 }, (_, x) => [x, Math.cos(x)]);
  const thin = decimate(line, 50);
  for (let i = 1; i < thin.length; i++) assert.ok(thin[i][0] > thin[i - 1][0]);
  assert.equal(decimate(line, 777), line);
  assert.deepEqual(decimate(line, 2), [line[0], line[776]]);
  assert.deepEqual(decimate(line, 1), [line[776]]);
});

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { RunProgress } from '../../../wwwroot/js/run-progress.js';
import { Announcer, PROGRESS_EVERY_MS } from '../../../wwwroot/js/announcer.js';
import { fill } from '../../../wwwroot/js/words.js';

const queued = { type: 'queued', number: 1 };
const started = { type: 'started', number: 2, stepsPerEpoch: 60, epochs: 15 };
const batch = (number, step, loss) => ({ type: 'batch', number, epoch: Math.ceil(step / 60), step, loss });
const epoch = (number, at, meanLoss) => ({ type: 'epoch', number, epoch: at, step: at * 60, meanLoss, seconds: 0.4 });

test('a run stands where its last event left it', () => {
  const progress = new RunProgress();
  progress.append([queued]);
  assert.equal(progress.status, 'queued');
  assert.equal(progress.loss, null);
  progress.append([started, batch(3, 30, 1.5)]);
  assert.deepEqual([progress.status, progress.epoch, progress.loss, progress.share], ['running', 1, 1.5, 30 / 900]);
  progress.append([epoch(4, 1, 1.2), batch(5, 61, 0.9)]);
  assert.deepEqual([progress.epoch, progress.step, progress.loss], [2, 61, 1.2]);
  progress.append([{ type: 'paused', number: 6 }]);
  assert.equal(progress.status, 'paused');
  progress.append([{ type: 'resumed', number: 7 }, { type: 'ended', number: 8, status: 'stopped' }]);
  assert.deepEqual([progress.status, progress.ended], ['stopped', true]);
});

test('a fork begins where its parent was, and waits in line of its own', () => {
  const progress = new RunProgress();
  progress.append([batch(1, 30, 1.5), epoch(2, 1, 1.2), { ...queued, number: 3 }]);
  assert.deepEqual([progress.status, progress.epoch, progress.epochs.length], ['queued', 1, 1]);
  progress.append([{ ...started, number: 4, epochs: 20 }, batch(5, 61, 0.9)]);
  assert.deepEqual([progress.status, progress.epoch, progress.plannedEpochs], ['running', 2, 20]);
});

test('an event that comes twice counts once', () => {
  const progress = new RunProgress();
  progress.append([queued, started, epoch(3, 1, 1.2)]);
  progress.append([started, epoch(3, 1, 1.2), epoch(4, 2, 0.8)]);
  assert.deepEqual(progress.epochs.map(e => e.epoch), [1, 2]);
});

test('the accuracy on the images held out is that of the last epoch', () => {
  const progress = new RunProgress();
  progress.append([started, { ...epoch(3, 1, 0.3), validationAccuracy: 0.97 }, { ...epoch(4, 2, 0.2), validationAccuracy: 0.98 }]);
  assert.equal(progress.heldOutAccuracy, 0.98);
});

test('a listener is told of epochs every few seconds and of each change of state at once', () => {
  let now = 0;
  const words = {
    status: { running: 'Training', completed: 'Trained' },
    epoch: 'Epoch {0} of {1}, loss {2}',
    number: value => value.toFixed(2),
  };
  const announcer = new Announcer(words, () => now);
  const progress = new RunProgress();
  progress.append([queued]);
  assert.equal(announcer.next(progress), null, 'what the page came with is read as a page');
  progress.append([started]);
  assert.equal(announcer.next(progress), 'Training');
  progress.append([epoch(3, 1, 1.154)]);
  assert.equal(announcer.next(progress), 'Epoch 1 of 15, loss 1.15');
  progress.append([epoch(4, 2, 0.8)]);
  now = PROGRESS_EVERY_MS - 1;
  assert.equal(announcer.next(progress), null);
  now = PROGRESS_EVERY_MS;
  assert.equal(announcer.next(progress), 'Epoch 2 of 15, loss 0.80');
  assert.equal(announcer.next(progress), null);
  progress.append([{ type: 'ended', number: 5, status: 'completed' }]);
  assert.equal(announcer.next(progress), 'Trained');
});

test('what the page says elsewhere is not said again', () => {
  const announcer = new Announcer({ status: {}, epoch: 'Epoch {0}', number: String }, () => 0);
  const progress = new RunProgress();
  announcer.next(progress);
  progress.append([started]);
  assert.equal(announcer.next(progress), null);
  progress.append([epoch(3, 1, 1.2)]);
  assert.equal(announcer.next(progress), 'Epoch 1');
});

test('an epoch takes the mean of those that have ended', () => {
  const progress = new RunProgress();
  progress.append([started]);
  assert.equal(progress.secondsPerEpoch, null);
  progress.append([{ ...epoch(3, 1, 1.2), seconds: 0.4 }, { ...epoch(4, 2, 0.8), seconds: 0.6 }]);
  assert.equal(progress.secondsPerEpoch, 0.5);
});

test('words take their values where they have places for them', () => {
  assert.equal(fill('{1} 에폭 중 {0}', 3, 15), '15 에폭 중 3');
  assert.equal(fill('{0} {5}', 1), '1 {5}');
});

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { clockText, LONGEST_GAP, MAX_BATCHES, Recording, ReplayClock } from '../../../wwwroot/js/replay.js';

const at = seconds => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
const events = (...list) => list.map(([type, seconds], index) => ({ type, number: index + 1, at: at(seconds) }));
const run = events(['queued', 0], ['started', 100], ['batch', 101], ['epoch', 102.5], ['ended', 103]);

test('time begins with the run: the wait in line is not played again', () => {
  const recording = new Recording(run);
  assert.equal(recording.duration, 3);
  assert.deepEqual(recording.eventsAt(0).map(event => event.type), ['queued', 'started']);
  assert.deepEqual(recording.eventsAt(1).map(event => event.type), ['queued', 'started', 'batch']);
});

test('events come at their own times, the last at the end', () => {
  const recording = new Recording(run);
  assert.equal(recording.countAt(0.999), 2);
  assert.equal(recording.countAt(1), 3);
  assert.equal(recording.countAt(2.49), 3);
  assert.equal(recording.countAt(2.5), 4);
  assert.equal(recording.countAt(recording.duration), 5);
});

test('who knows some events gets only those since', () => {
  const recording = new Recording(run);
  assert.deepEqual(recording.eventsAt(2.5, 3).map(event => event.type), ['epoch']);
  assert.deepEqual(recording.eventsAt(1, 4), []);
});

test('a pause, or a clock set back, does not stop the show', () => {
  const recording = new Recording(events(['started', 0], ['paused', 1], ['resumed', 3601], ['epoch', 3000], ['ended', 3002]));
  assert.equal(recording.duration, 1 + LONGEST_GAP + 0 + 2);
});

test('a fork begins with what it has from its parent', () => {
  const recording = new Recording(events(['batch', 0], ['epoch', 1], ['queued', 500], ['started', 600], ['batch', 601], ['ended', 602]));
  assert.equal(recording.duration, 2);
  assert.equal(recording.countAt(0), 4);
});

test('what never started has nothing to play', () => {
  const recording = new Recording(events(['queued', 0], ['ended', 50]));
  assert.equal(recording.duration, 0);
  assert.equal(recording.eventsAt(0).length, 2);
});

test('a run of any length takes a bounded room, and every epoch stays', () => {
  const long = [['started', 0]];
  for (let i = 1; i <= 3 * MAX_BATCHES; i++) long.push(i % 1000 === 0 ? ['epoch', i] : ['batch', i]);
  const kept = new Recording(events(...long)).eventsAt(Infinity);
  assert.ok(kept.filter(event => event.type === 'batch').length <= MAX_BATCHES);
  assert.equal(kept.filter(event => event.type === 'epoch').length, (3 * MAX_BATCHES) / 1000);
});

function clockOf(duration) {
  const time = { now: 0 };
  return [new ReplayClock(duration, () => time.now), seconds => (time.now += seconds * 1000)];
}

test('a clock stands until it is played, and stops at the end', () => {
  const [clock, pass] = clockOf(10);
  pass(3);
  assert.deepEqual([clock.position, clock.playing], [0, false]);
  clock.play();
  pass(4);
  assert.deepEqual([clock.position, clock.playing], [4, true]);
  pass(100);
  assert.deepEqual([clock.position, clock.playing, clock.atEnd], [10, false, true]);
});

test('a pause keeps the place', () => {
  const [clock, pass] = clockOf(10);
  clock.play();
  pass(4);
  clock.pause();
  pass(50);
  assert.equal(clock.position, 4);
  clock.play();
  pass(1);
  assert.equal(clock.position, 5);
});

test('another speed counts from now on and moves nothing by itself', () => {
  const [clock, pass] = clockOf(100);
  clock.play();
  pass(2);
  clock.setSpeed(20);
  assert.deepEqual([clock.position, clock.playing, clock.speed], [2, true, 20]);
  pass(1);
  assert.equal(clock.position, 22);
});

test('the position can be set while it plays and while it stands, within bounds', () => {
  const [clock, pass] = clockOf(10);
  clock.seek(7);
  assert.deepEqual([clock.position, clock.playing], [7, false]);
  clock.play();
  clock.seek(2);
  pass(1);
  assert.deepEqual([clock.position, clock.playing], [3, true]);
  clock.seek(-5);
  assert.equal(clock.position, 0);
  clock.seek(99);
  assert.deepEqual([clock.position, clock.playing], [10, false]);
});

test('played at its end, it begins again', () => {
  const [clock, pass] = clockOf(10);
  clock.seek(10);
  clock.play();
  pass(1);
  assert.deepEqual([clock.position, clock.playing], [1, true]);
});

test('a time is written as on a player', () => {
  assert.deepEqual([0, 7.9, 75, 3723].map(clockText), ['0:00', '0:07', '1:15', '1:02:03']);
});

// What a loss chart shows of a run, made from the run's events. No DOM and no chart library in here: tests run it in Node.

/** Largest numbers of points kept: together at most 1,000 on a chart that also shows the previous run's batches. */
export const BATCH_POINTS = 600;
export const EPOCH_POINTS = 100;
export const PREVIOUS_POINTS = 200;

/**
 * Thins a line to `count` points that keep its shape: Largest-Triangle-Three-Buckets (S. Steinarsson, "Downsampling Time Series
 * for Visual Representation", 2013). First and last point stay.
 * @param {number[][]} points [x, y] pairs, x rising
 * @returns {number[][]} at most `count` of these points
 */
export function decimate(points, count) {
  if (points.length <= count) return points;
  if (count < 3) return count <= 0 ? [] : count === 1 ? [points.at(-1)] : [points[0], points.at(-1)];
  const kept = [points[0]];
  const bucket = (points.length - 2) / (count - 2);
  for (let i = 0; i < count - 2; i++) {
    const start = Math.floor(i * bucket) + 1;
    const end = Math.floor((i + 1) * bucket) + 1;
    const [nextX, nextY] = meanOf(points, end, Math.min(Math.floor((i + 2) * bucket) + 1, points.length));
    const [lastX, lastY] = kept.at(-1);
    let best = points[start];
    let bestArea = -1;
    for (let j = start; j < end; j++) {
      const area = Math.abs((lastX - nextX) * (points[j][1] - lastY) - (lastX - points[j][0]) * (nextY - lastY));
      if (area > bestArea) [best, bestArea] = [points[j], area];
    }
    kept.push(best);
  }
  kept.push(points.at(-1));
  return kept;
}

function meanOf(points, start, end) {
  let x = 0;
  let y = 0;
  for (let i = start; i < end; i++) {
    x += points[i][0];
    y += points[i][1];
  }
  return [x / (end - start), y / (end - start)];
}

/**
 * The losses of one run: x in epochs, y the loss. Takes the run's numbered events in any portions; an event that it has already
 * is passed over, so that a reader which comes back may ask for too much but never counts twice.
 */
export class LossSeries {
  #batches = [];
  #epochs = [];
  #validation = [];
  #accuracy = [];
  #stepsPerEpoch = 0;

  lastNumber = 0;
  plannedEpochs = 0;
  /** What the run's `ended` event says; null while it lives. */
  endedAs = null;

  get batches() {
    if (this.#stepsPerEpoch === 0) return [];
    return decimate(this.#batches, BATCH_POINTS).map(([step, loss]) => [step / this.#stepsPerEpoch, loss]);
  }

  get epochs() {
    return decimate(this.#epochs, EPOCH_POINTS);
  }

  /** Losses on the images held out, where there are any. */
  get validation() {
    return decimate(this.#validation, EPOCH_POINTS);
  }

  /** Shares of the images held out that were read right, 0 to 1, where there are any. */
  get accuracy() {
    return decimate(this.#accuracy, EPOCH_POINTS);
  }

  get isEmpty() {
    return this.#batches.length === 0 && this.#epochs.length === 0;
  }

  append(events) {
    for (const event of events) {
      if (event.number <= this.lastNumber) continue;
      this.lastNumber = event.number;
      this.#take(event);
    }
    // A run of any length takes a bounded room here as well, not only on the chart.
    if (this.#batches.length > 4 * BATCH_POINTS) this.#batches = decimate(this.#batches, 2 * BATCH_POINTS);
  }

  #take(event) {
    switch (event.type) {
      case 'started':
        this.#stepsPerEpoch = event.stepsPerEpoch;
        this.plannedEpochs = event.epochs;
        break;
      case 'batch':
        if (Number.isFinite(event.loss)) this.#batches.push([event.step, event.loss]);
        break;
      case 'epoch':
        this.#stepsPerEpoch ||= event.step / event.epoch; // a fork begins with its parent's past, and starts after that
        if (Number.isFinite(event.meanLoss)) this.#epochs.push([event.epoch, event.meanLoss]);
        if (Number.isFinite(event.validationLoss)) this.#validation.push([event.epoch, event.validationLoss]);
        if (Number.isFinite(event.validationAccuracy)) this.#accuracy.push([event.epoch, event.validationAccuracy]);
        break;
      case 'ended':
        this.endedAs = event.status;
        break;
    }
  }
}

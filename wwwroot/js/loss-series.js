// What a loss chart shows of a run, made from the run's events. No DOM and no chart library in here: tests run it in Node.

/** Largest numbers of points kept: together at most 1,000 on a chart that also shows the previous run. */
export const BATCH_POINTS = 600;
export const EPOCH_POINTS = 100;

/** From so many planned batches on, they are small and their losses jump: a line through their moving average tells more. */
export const SMOOTHED_FROM = 1000;

/** The moving average's window, as a share of the planned batches. */
const WINDOW = 1 / 40;

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
  #batches = new Buckets();
  #epochs = [];
  #validation = [];
  #accuracy = [];

  lastNumber = 0;
  stepsPerEpoch = 0;
  plannedEpochs = 0;
  /** What the run's `ended` event says; null while it lives. */
  endedAs = null;

  /** Of many, the least and the largest of neighbours: a band as wide as the losses scatter. */
  get batches() {
    return this.#inEpochs(this.#batches.extremes());
  }

  /** The batches' moving average, where there are so many that their own line is a band; else empty. */
  get smoothed() {
    const planned = this.stepsPerEpoch * this.plannedEpochs;
    return planned > SMOOTHED_FROM ? decimate(this.#inEpochs(this.#batches.average(planned * WINDOW)), BATCH_POINTS / 3) : [];
  }

  /** Mean losses of the epochs, each in the middle of its epoch: at its end, the line would come half an epoch after the batches. */
  get epochs() {
    return decimate(this.#epochs, EPOCH_POINTS);
  }

  /** Losses on the images held out, where there are any: measured when an epoch has ended. */
  get validation() {
    return decimate(this.#validation, EPOCH_POINTS);
  }

  /** Shares of the images held out that were read right, 0 to 1, where there are any. */
  get accuracy() {
    return decimate(this.#accuracy, EPOCH_POINTS);
  }

  get isEmpty() {
    return this.#batches.isEmpty && this.#epochs.length === 0;
  }

  append(events) {
    for (const event of events) {
      if (event.number <= this.lastNumber) continue;
      this.lastNumber = event.number;
      this.#take(event);
    }
  }

  #take(event) {
    switch (event.type) {
      case 'started':
        this.stepsPerEpoch = event.stepsPerEpoch;
        this.plannedEpochs = event.epochs;
        break;
      case 'batch':
        if (Number.isFinite(event.loss)) this.#batches.add([event.step, event.loss]);
        break;
      case 'epoch':
        this.stepsPerEpoch ||= event.step / event.epoch; // a fork begins with its parent's past, and starts after that
        if (Number.isFinite(event.meanLoss)) this.#epochs.push([event.epoch - 0.5, event.meanLoss]);
        if (Number.isFinite(event.validationLoss)) this.#validation.push([event.epoch, event.validationLoss]);
        if (Number.isFinite(event.validationAccuracy)) this.#accuracy.push([event.epoch, event.validationAccuracy]);
        break;
      case 'ended':
        this.endedAs = event.status;
        break;
    }
  }

  #inEpochs(points) {
    return this.stepsPerEpoch === 0 ? [] : points.map(([step, loss]) => [step / this.stepsPerEpoch, loss]);
  }
}

/** Points in a bounded room: when there are too many, neighbours share a bucket that keeps their mean, least and largest. */
class Buckets {
  #each = 1;
  #buckets = [];
  #first = null;
  #last = null;

  get isEmpty() {
    return this.#last === null;
  }

  add(point) {
    this.#first ??= point;
    this.#last = point;
    const open = this.#buckets.at(-1);
    if (open && open.count < this.#each) join(open, single(point));
    else this.#buckets.push(single(point));
    // A bucket of several has two points to show.
    if (this.#buckets.length > (this.#each === 1 ? BATCH_POINTS : BATCH_POINTS / 2 - 1)) this.#halve();
  }

  /** At most BATCH_POINTS of the points, the first and the last among them. */
  extremes() {
    if (this.#each === 1) return this.#buckets.map(bucket => bucket.least);
    const shown = this.#buckets.flatMap(({ least, most }) => (
      least === most ? [least] : [least, most].sort(([one], [other]) => one - other)));
    if (shown[0][0] !== this.#first[0]) shown.unshift(this.#first);
    if (shown.at(-1)[0] !== this.#last[0]) shown.push(this.#last);
    return shown;
  }

  /** Means over `window` of x around each bucket; over less towards both ends, so that each stays in the middle of what it stands for. */
  average(window) {
    const buckets = this.#buckets;
    const sums = [[0, 0, 0]];
    for (const { x, y, count } of buckets) sums.push([sums.at(-1)[0] + x, sums.at(-1)[1] + y, sums.at(-1)[2] + count]);
    const apart = buckets.length < 2 ? 1 : (this.#last[0] - this.#first[0]) / (buckets.length - 1);
    const reach = Math.round(window / apart / 2);
    return buckets.map((_, index) => {
      const near = Math.min(reach, index, buckets.length - 1 - index);
      const [from, to] = [sums[index - near], sums[index + near + 1]];
      const count = to[2] - from[2];
      return [(to[0] - from[0]) / count, (to[1] - from[1]) / count];
    });
  }

  #halve() {
    this.#each *= 2;
    this.#buckets = this.#buckets.filter((bucket, index) => {
      const joins = index % 2 === 1;
      if (joins) join(this.#buckets[index - 1], bucket);
      return !joins;
    });
  }
}

const single = point => ({ count: 1, x: point[0], y: point[1], least: point, most: point });

function join(bucket, other) {
  bucket.count += other.count;
  bucket.x += other.x;
  bucket.y += other.y;
  if (other.least[1] < bucket.least[1]) bucket.least = other.least;
  if (other.most[1] > bucket.most[1]) bucket.most = other.most;
}

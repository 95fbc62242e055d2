// UMAP: points of many dimensions laid out in two so that near ones stay near. The same points and seed give the same picture.
import { UMAP } from '../lib/umap/umap.min.js';

const SEED = 1;
const SPREAD = 10; // half as wide as the start is made, as umap-learn makes it
const NEIGHBOURS = 15;
const STEPS = 200; // enough from a start that is no noise

export class Layout {
  #umap;
  #points;
  #done = 0;

  /**
   * @param {number[][]} points
   * @param {number[][]} start where each begins, in two dimensions
   */
  constructor(points, start) {
    this.#points = points;
    const count = Math.min(NEIGHBOURS, points.length);
    this.#umap = new UMAP({ nComponents: 2, nNeighbors: count, nEpochs: STEPS, minDist: 0.1, random: randomFrom(SEED) });
    // All distances: quicker than umap-js's search for so few points, and exact.
    const near = points.map(point => nearest(points, point, count)); // itself among them, as UMAP counts
    this.#umap.setPrecomputedKNN(near.map(row => row.map(one => one.index)), near.map(row => row.map(one => one.distance)));
    this.#umap.initializeFit(points);
    // From there, and not from noise: the picture keeps its sides, and points can be seen to move.
    const largest = Math.max(1e-9, ...start.map(place => Math.max(...place.map(Math.abs))));
    this.#umap.getEmbedding().forEach((place, i) => [0, 1].forEach(axis => { place[axis] = start[i][axis] / largest * SPREAD; }));
  }

  /** One step; false: it was the last. */
  step() {
    this.#umap.step();
    this.#done += 1;
    return this.#done < STEPS;
  }

  /** 0 to 1 */
  get progress() {
    return this.#done / STEPS;
  }

  get places() {
    return this.#umap.getEmbedding();
  }

  /** Where one more point lies: among its neighbours, the nearer ones counting for more. */
  place(point) {
    const near = nearest(this.#points, point, NEIGHBOURS);
    const scale = Math.max(1e-9, near[Math.floor(near.length / 2)].distance - near[0].distance);
    const weights = near.map(one => Math.exp((near[0].distance - one.distance) / scale));
    const sum = weights.reduce((a, b) => a + b);
    return [0, 1].map(axis => near.reduce((at, one, i) => at + this.places[one.index][axis] * weights[i] / sum, 0));
  }
}

/** The points with the smallest distances, the nearest first. */
function nearest(points, from, count) {
  const found = []; // ascending
  points.forEach((point, index) => {
    let distance = 0;
    for (let i = 0; i < from.length; i++) distance += (point[i] - from[i]) ** 2;
    if (found.length === count && distance >= found[count - 1].distance) return;
    let at = found.length;
    while (at > 0 && found[at - 1].distance > distance) at -= 1;
    found.splice(at, 0, { index, distance });
    if (found.length > count) found.pop();
  });
  return found.map(one => ({ index: one.index, distance: Math.sqrt(one.distance) }));
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * By class, the mean share of a point's nearest neighbours that are of its class; null where there is no point of it.
 * @param {number[][]} places
 * @param {ArrayLike<number>} labels
 */
export function sameClass(places, labels, classes, count = 10) {
  const sums = Array(classes).fill(0);
  const points = Array(classes).fill(0);
  places.forEach((place, i) => {
    const near = nearest(places, place, count + 1).filter(one => one.index !== i).slice(0, count);
    points[labels[i]] += 1;
    sums[labels[i]] += near.filter(one => labels[one.index] === labels[i]).length / near.length;
  });
  return sums.map((sum, label) => (points[label] ? sum / points[label] : null));
}

/** Rows of a flat list. */
export function rowsOf(values, width) {
  return Array.from({ length: values.length / width }, (_, row) => Array.from(values.subarray(row * width, (row + 1) * width)));
}

// The arithmetic of a surface's pictures: heights between the places where they are known, lines of equal height, the view from the side.

/** Stands for a place without a value. */
const NONE = 0xffff;

/**
 * @param {Uint8Array} bytes 16 bits a height, the lower byte first, row by row from the bottom
 * @returns {Float32Array} 0 to 1; NaN where there is no value
 */
export function unpack(bytes) {
  const heights = new Float32Array(bytes.length / 2);
  for (let i = 0; i < heights.length; i++) {
    const height = bytes[2 * i] + 256 * bytes[2 * i + 1];
    heights[i] = height === NONE ? NaN : height / (NONE - 1);
  }
  return heights;
}

/** The height at a place, u from left to right and v from bottom to top, both 0 to 1. */
export function heightAt(heights, side, u, v) {
  const [x, y] = [u, v].map(at => Math.min(Math.max(at, 0), 1) * (side - 1));
  const [column, row] = [x, y].map(at => Math.min(Math.floor(at), side - 2));
  const [right, up] = [x - column, y - row];
  const at = row * side + column;
  return (heights[at] * (1 - right) + heights[at + 1] * right) * (1 - up)
    + (heights[at + side] * (1 - right) + heights[at + side + 1] * right) * up;
}

/**
 * A line of equal height, in pieces: marching squares.
 * @returns {number[][]} [u1, v1, u2, v2] each, 0 to 1
 */
export function contour(heights, side, level) {
  const pieces = [];
  const unit = 1 / (side - 1);
  for (let row = 0; row < side - 1; row++) {
    for (let column = 0; column < side - 1; column++) {
      const at = row * side + column;
      const [a, b, c, d] = [heights[at], heights[at + 1], heights[at + side + 1], heights[at + side]];
      if (!(a + b + c + d >= 0)) continue; // a corner has no value
      const share = (from, to) => (level - from) / (to - from);
      const crossings = [];
      if (a < level !== b < level) crossings.push([column + share(a, b), row]);
      if (b < level !== c < level) crossings.push([column + 1, row + share(b, c)]);
      if (d < level !== c < level) crossings.push([column + share(d, c), row + 1]);
      if (a < level !== d < level) crossings.push([column, row + share(a, d)]);
      // At a saddle there are four: the middle says which of them belong together.
      if (crossings.length === 4 && (a < level) !== ((a + b + c + d) / 4 < level)) crossings.push(crossings.shift());
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        pieces.push([...crossings[i], ...crossings[i + 1]].map(place => place * unit));
      }
    }
  }
  return pieces;
}

/**
 * The view from the side, without perspective.
 * @param {number} yaw how far it is turned, in radians
 * @param {number} pitch 0: from the side; π/2: from above
 * @returns {(u: number, v: number, height: number) => [number, number, number]} right, down, and how near; the middle is at 0
 */
export function projection(yaw, pitch) {
  const [cosine, sine, across, along] = [Math.cos(yaw), Math.sin(yaw), Math.sin(pitch), Math.cos(pitch)];
  return (u, v, height) => {
    const [x, y] = [u - 0.5, v - 0.5];
    const [right, away] = [x * cosine - y * sine, x * sine + y * cosine];
    return [right, -away * across - (height - 0.5) * 0.62 * along, -away];
  };
}

/** The points of a path that Descent drew: "M1 2L3 4". */
export const pointsOf = path => path.split(/[ML]/).slice(1).map(point => point.split(' ').map(Number));

/** The way up to a step, which may be between two. */
export function until(points, step) {
  const whole = Math.min(Math.floor(step), points.length - 1);
  const way = points.slice(0, whole + 1);
  const share = step - whole;
  if (share > 0 && whole + 1 < points.length) {
    const [[x, y], [nextX, nextY]] = [points[whole], points[whole + 1]];
    way.push([x + (nextX - x) * share, y + (nextY - y) * share]);
  }
  return way;
}

/** Red, green and blue between two colours as "rgb(…)" or "color(srgb …)" says them. */
export function mixer(low, high) {
  const parts = color => {
    const numbers = color.match(/[\d.]+(?:e-?\d+)?/g).slice(0, 3).map(Number);
    return color.startsWith('color(') ? numbers.map(number => number * 255) : numbers;
  };
  const [from, to] = [parts(low), parts(high)];
  return share => from.map((part, i) => part + (to[i] - part) * share);
}

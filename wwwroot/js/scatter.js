// Where one looks and goes among points of a plane, [x, y] each.

/** The point that lies next from a place: the nearest in a direction, or the nearest of all. One without a place (NaN) is none. */
export function next(points, [x, y], towards) {
  let [best, least] = [null, Infinity];
  points.forEach(([u, v], i) => {
    const [dx, dy] = [u - x, v - y];
    const along = towards ? dx * towards[0] + dy * towards[1] : 1;
    const aside = towards ? Math.abs(dx * towards[1]) + Math.abs(dy * towards[0]) : 0;
    const distance = dx * dx + dy * dy;
    if (along <= 0 || aside > along || !(distance < least)) return;
    [best, least] = [i, distance];
  });
  return best;
}

/** Half the side of what is seen: as before while the points fit and fill it, so that what grows is seen to grow. */
export function halfOf(points, before) {
  const largest = Math.max(1e-6, ...points.map(place => Math.max(...place.map(Math.abs))));
  return largest <= before && largest > before * 0.75 ? before : largest * 1.15;
}

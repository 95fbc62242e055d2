// What the loss charts have in common: their frame, their tooltip, and the page's colours in them.
import { figures } from './figures.js';
import { colour } from './theme.js';
import { fill } from './words.js';

/** A line of a chart that is only ever given more points. */
export const line = { type: 'line', showSymbol: false, emphasis: { disabled: true } };

/** Numbers as the reader's language writes them, with no more figures than one can use. */
export const numbers = culture => figures(culture, { maximumSignificantDigits: 4 });

/**
 * Axes, tooltip and zoom.
 * @param {{ epoch: string, loss: string, culture: string }} words
 * @param {(points: object[]) => HTMLElement} tooltip of the points under the pointer
 */
export function frame(words, tooltip) {
  const number = numbers(words.culture);
  return {
    animation: false, // axes that glide are drawn sixty times a second while a run trains
    grid: { outerBoundsMode: 'none' },
    tooltip: { trigger: 'axis', confine: true, formatter: tooltip },
    xAxis: epochAxis(words.epoch),
    yAxis: {
      type: 'value', name: words.loss, nameLocation: 'middle', min: 0,
      axisLabel: { formatter: value => number.format(value) },
    },
    dataZoom: [
      { type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true },
      {
        type: 'slider', filterMode: 'none', height: 8, bottom: 12, brushSelect: false, showDataShadow: false, showDetail: false,
        borderColor: 'transparent', borderRadius: 4, handleIcon: 'circle', handleSize: 18, moveHandleSize: 0,
      },
    ],
  };
}

export const epochAxis = name => ({
  type: 'value', name, nameLocation: 'middle', min: 0, splitLine: { show: false }, axisPointer: { label: { show: false } },
});

/** How large type is now: 1 at its usual size, more on a projector or where the reader has made it larger. */
export const scale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

/** The place between the axes, which leaves room for their words at this size. */
export const margins = () => ({ left: 56 * scale(), right: 20, top: 14, bottom: 26 + 42 * scale() });

/** Colours and size of an axis, read from the page's design tokens. */
export function axisLooks(element, nameGap) {
  const [quiet, rule] = ['--ink-soft', '--rule'].map(colour);
  const font = { fontFamily: getComputedStyle(element).fontFamily, fontSize: 12 * scale() };
  return {
    nameGap: nameGap * scale(),
    nameTextStyle: { color: quiet, ...font }, axisLabel: { color: quiet, ...font },
    axisLine: { lineStyle: { color: rule } }, axisTick: { lineStyle: { color: rule } }, splitLine: { lineStyle: { color: rule } },
  };
}

/** Gaps between an axis and its name. */
export const BELOW = 28;
export const BESIDE = 40;

/** The frame's colours and sizes: to be set again whenever the theme or the size of type changes. */
export function frameLooks(element) {
  const [ink, rule, paper, accent, wash] = ['--ink', '--rule', '--surface', '--accent', '--accent-wash'].map(colour);
  const font = { fontFamily: getComputedStyle(element).fontFamily };
  const handle = { color: paper, borderColor: accent, borderWidth: 2 };
  return {
    textStyle: { color: ink, ...font },
    tooltip: { backgroundColor: paper, borderColor: rule, textStyle: { color: ink, ...font } },
    grid: margins(),
    xAxis: axisLooks(element, BELOW),
    yAxis: axisLooks(element, BESIDE),
    dataZoom: [{}, {
      backgroundColor: rule, fillerColor: wash, handleStyle: handle,
      emphasis: { handleStyle: { ...handle, color: wash } },
    }],
  };
}

/** A line's colour, on its points as well. */
export const colored = (color, opacity) => ({ itemStyle: { color, opacity }, lineStyle: { color, opacity } });

/**
 * A tooltip: where in the run, a line for each curve, and what the figures are.
 * @param {string} where
 * @param {{ color: string, name: string, value: string }[]} rows
 * @param {string} unit
 */
export function tooltip(where, rows, unit) {
  const box = document.createElement('div');
  box.className = 'chart-tip';
  box.append(part('strong', where));
  for (const { color, name, value } of rows) {
    const mark = part('i', '');
    mark.style.background = color;
    const row = part('div', '');
    row.append(mark, part('span', name), part('b', value));
    box.append(row);
  }
  box.append(part('small', unit));
  return box;
}

function part(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}

/** The epoch, from 1, that x epochs from the start lie in; its end is its own. */
export const epochAt = x => Math.max(1, Math.ceil(x - 1e-9));

/** The point of an epoch, from a line that has at most one in each. */
export const within = (points, epoch) => points.find(([x]) => epochAt(x) === epoch);

export const nearest = (points, x) => points.reduce((best, point) => (
  best && Math.abs(best[0] - x) <= Math.abs(point[0] - x) ? best : point), undefined);

/** "Epoch 3, batch 12 of 60" at x epochs from the start. */
export function place(words, x, stepsPerEpoch) {
  const epoch = epochAt(x);
  const batch = Math.max(1, Math.round((x - (epoch - 1)) * stepsPerEpoch));
  return stepsPerEpoch > 0 ? fill(words.place, epoch, batch, stepsPerEpoch) : fill(words.placeEpoch, epoch);
}

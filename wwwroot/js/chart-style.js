// What the loss charts have in common: their frame, and the page's colours in it.
import { figures } from './figures.js';
import { colour } from './theme.js';

/** A line of a chart that is only ever given more points. */
export const line = { type: 'line', showSymbol: false, animation: false, emphasis: { disabled: true } };

/** Numbers as the reader's language writes them, with no more figures than one can use. */
export const numbers = culture => figures(culture, { maximumSignificantDigits: 4 });

/**
 * Axes, tooltip and zoom.
 * @param {{ epoch: string, loss: string, lost: string, culture: string }} words
 */
export function frame(words) {
  const number = numbers(words.culture);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    animationDuration: 0,
    animationDurationUpdate: still ? 0 : 200,
    grid: { left: 56, right: 20, top: 40, bottom: 64 },
    title: { show: false, text: words.lost, right: 20, top: 28, textStyle: { fontSize: 13, fontWeight: 'normal' } },
    tooltip: { trigger: 'axis', confine: true, valueFormatter: value => (value == null ? '' : number.format(value)) },
    xAxis: {
      type: 'value', name: words.epoch, nameLocation: 'middle', nameGap: 28, min: 0,
      splitLine: { show: false }, axisPointer: { label: { show: false } },
    },
    yAxis: {
      type: 'value', name: words.loss, nameLocation: 'middle', nameGap: 40, min: 0,
      axisLabel: { formatter: value => number.format(value) },
    },
    dataZoom: [
      { type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true },
      { type: 'slider', filterMode: 'none', height: 14, bottom: 8, brushSelect: false, showDataShadow: false, showDetail: false },
    ],
  };
}

/** The frame's colours, read from the page's design tokens: to be set again whenever the theme changes. */
export function frameColours(element) {
  const [ink, quiet, rule, paper] = ['--ink', '--ink-soft', '--rule', '--surface'].map(colour);
  const font = { fontFamily: getComputedStyle(element).fontFamily };
  const axis = {
    nameTextStyle: { color: quiet, ...font }, axisLabel: { color: quiet, ...font },
    axisLine: { lineStyle: { color: rule } }, axisTick: { lineStyle: { color: rule } }, splitLine: { lineStyle: { color: rule } },
  };
  return {
    textStyle: { color: ink, ...font },
    title: { textStyle: { color: quiet, ...font } },
    legend: { textStyle: { color: quiet, ...font }, inactiveColor: rule },
    tooltip: { backgroundColor: paper, borderColor: rule, textStyle: { color: ink, ...font } },
    xAxis: axis,
    yAxis: axis,
    dataZoom: [{}, {
      borderColor: rule, fillerColor: 'transparent', backgroundColor: 'transparent',
      handleStyle: { color: paper, borderColor: quiet }, moveHandleStyle: { color: rule },
    }],
  };
}

/** A line's colour, on its points as well. */
export const colored = (color, opacity) => ({ itemStyle: { color, opacity }, lineStyle: { color, opacity } });

// Small charts drawn as plain SVG: a sparkline, bars over time, a meter.
import { number } from '../format';
import { useWidth } from './measured';
import './ui.css';

/** A line without axes, for the corner of a figure. */
export function Spark({ values, colour = 'var(--accent)' }: { values: number[]; colour?: string }) {
  const width = 84;
  const height = 28;
  if (values.length < 2) return null;
  const least = Math.min(...values);
  const span = Math.max(...values) - least || 1;
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * width;
    const y = height - 3 - ((value - least) / span) * (height - 6);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  const line = `M${points.join('L')}`;
  return (
    <svg aria-hidden width={width} height={height} style={{ overflow: 'visible' }}>
      <path d={`${line}L${width} ${height}L0 ${height}Z`} fill={colour} opacity=".09" />
      <path d={line} fill="none" stroke={colour} strokeWidth="1.6" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  );
}

export interface Bar {
  /** Distinguishes the bar, and stands in the tooltip. */
  name: string;
  /** Stands under the bar; may be left out for crowded axes. */
  label?: string;
  value: number;
}

/** The room a label under a bar needs. */
const LABEL_PX = 42;

/** Bars over time with horizontal split lines only; `label` is what a screen reader says of the whole. */
export function Bars({ bars, label, height = 180 }: { bars: Bar[]; label: string; height?: number }) {
  const [chart, width] = useWidth<SVGSVGElement>(640);
  const [left, bottom, top] = [34, 22, 8];
  const steps = scale(Math.max(1, ...bars.map((bar) => bar.value)));
  const most = steps.at(-1) ?? 1;
  const inner = height - bottom - top;
  const pitch = (width - left) / Math.max(1, bars.length);
  const thick = Math.min(22, pitch * 0.6);
  // Where labels would run into one another only every second, third… is written.
  const every = Math.ceil(LABEL_PX / pitch);
  const yOf = (value: number) => top + inner - (value / most) * inner;
  return (
    <svg ref={chart} className="bars" height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {steps.map((step) => (
        <g key={step}>
          <line className="split" x1={left} x2={width} y1={yOf(step)} y2={yOf(step)} />
          <text x={left - 8} y={yOf(step) + 4} textAnchor="end">
            {number(step)}
          </text>
        </g>
      ))}
      {bars.map((bar, index) => {
        const x = left + pitch * index + (pitch - thick) / 2;
        const y = yOf(bar.value);
        const round = Math.min(4, top + inner - y);
        const shape = `M${x} ${top + inner}V${y + round}q0 ${-round} ${round} ${-round}h${thick - 2 * round}q${round} 0 ${round} ${round}V${top + inner}Z`;
        return (
          <g key={bar.name}>
            <path className="bar" d={shape} fill="var(--chart1)">
              <title>{`${bar.name}: ${number(bar.value)}`}</title>
            </path>
            {bar.label && index % every === 0 && (
              <text x={x + thick / 2} y={height - 5} textAnchor="middle">
                {bar.label}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** A short bar for a value from 0 to 100: green when good, amber and red below. */
export function Meter({ value, label, width = 38 }: { value: number; label: string; width?: number }) {
  const tone = value >= 70 ? 'var(--chart2)' : value >= 40 ? 'var(--chart3)' : 'var(--chart5)';
  return (
    <span
      className="meter"
      style={{ width }}
      role="meter"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <i style={{ width: `${Math.max(0, Math.min(100, value))}%`, background: tone }} />
    </span>
  );
}

/** Round numbers from 0 to at least `most`, three to five of them. */
export function scale(most: number): number[] {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough,
  );
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step);
}

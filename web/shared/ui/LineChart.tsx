// A line over time with dots for its points, drawn as plain SVG: for one series on one card.
import { number, shortDate } from '../format';
import { scale } from './charts';
import { useWidth } from './measured';
import './vehicle.css';

export interface Point {
  /** An instant or a date. */
  at: string;
  value: number;
  /** Stands in the tooltip behind the value. */
  note?: string | null;
}

interface LineChartProps {
  points: Point[];
  /** What a screen reader says of the whole. */
  label: string;
  unit: string;
  height?: number;
}

const [LEFT, RIGHT, TOP, BOTTOM] = [52, 14, 12, 24];

export function LineChart({ points, label, unit, height = 190 }: LineChartProps) {
  const [chart, width] = useWidth<SVGSVGElement>(470);
  const ordered = [...points].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const first = ordered[0];
  const last = ordered.at(-1);
  if (!first || !last) return null;
  const steps = scale(Math.max(4, ...ordered.map((point) => point.value)));
  const most = steps.at(-1) ?? 1;
  const [from, to] = [Date.parse(first.at), Date.parse(last.at)];
  const xOf = (at: string) =>
    to === from ? (LEFT + width - RIGHT) / 2 : LEFT + ((Date.parse(at) - from) / (to - from)) * (width - LEFT - RIGHT);
  const yOf = (value: number) => TOP + (1 - value / most) * (height - TOP - BOTTOM);
  const places = ordered.map((point) => ({ ...point, x: xOf(point.at), y: yOf(point.value) }));
  const line = places.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L');
  const base = yOf(0);
  return (
    <svg
      ref={chart}
      className="line-chart"
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      {steps.map((step) => (
        <g key={step}>
          <line className="split" x1={LEFT} x2={width - RIGHT} y1={yOf(step)} y2={yOf(step)} />
          <text x={LEFT - 8} y={yOf(step) + 4} textAnchor="end">
            {number(step)}
          </text>
        </g>
      ))}
      {places.length > 1 && (
        <path className="area" d={`M${line}L${places.at(-1)!.x} ${base}L${places[0]!.x} ${base}Z`} />
      )}
      <path className="line" d={`M${line}`} />
      {places.map((place) => (
        <circle key={`${place.at} ${place.value}`} cx={place.x} cy={place.y} r="3.2">
          <title>
            {[`${shortDate(place.at)}: ${number(place.value)} ${unit}`, place.note].filter(Boolean).join(' · ')}
          </title>
        </circle>
      ))}
      <text x={to === from ? xOf(first.at) : LEFT} y={height - 5} textAnchor={to === from ? 'middle' : 'start'}>
        {shortDate(first.at)}
      </text>
      {to !== from && (
        <text x={width - RIGHT} y={height - 5} textAnchor="end">
          {shortDate(last.at)}
        </text>
      )}
    </svg>
  );
}

// How well a part of a car is, from 0 to 100: green when good, amber when it should be looked at, red below.
import './vehicle.css';

interface HealthBarProps {
  label: string;
  value: number;
  /** Only the bar; the label is for screen readers. */
  isBare?: boolean;
}

export function HealthBar({ label, value, isBare = false }: HealthBarProps) {
  const tone = value >= 70 ? 'good' : value >= 40 ? 'fair' : 'poor';
  const bar = (
    <span
      className={`health-bar ${tone}`}
      role="meter"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <i style={{ width: `${Math.max(2, Math.min(100, value))}%` }} />
    </span>
  );
  if (isBare) return bar;
  return (
    <span className="health-line">
      <span className="muted">{label}</span>
      {bar}
      <b className="num">{value}</b>
    </span>
  );
}

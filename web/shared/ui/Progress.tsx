// How far a long deed has come.
import './blocks.css';

interface ProgressProps {
  done: number;
  total: number;
  /** What a screen reader calls it. */
  label: string;
  /** Words above the bar, left and right. */
  words?: [string, string];
  isSlim?: boolean;
}

export function Progress({ done, total, label, words, isSlim = false }: ProgressProps) {
  const share = total > 0 ? Math.min(100, (done / total) * 100) : 0;
  return (
    <div className={isSlim ? 'progress slim' : 'progress'}>
      {words && (
        <p>
          <span>{words[0]}</span>
          <span>{words[1]}</span>
        </p>
      )}
      <div
        className="rail"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share)}
      >
        <i style={{ width: `${share}%` }} />
      </div>
    </div>
  );
}

export interface Figure {
  label: string;
  value: string;
  tone?: string | undefined;
}

/** A strip of figures that share their borders. */
export function Figures({ figures }: { figures: Figure[] }) {
  return (
    <dl className="figures">
      {figures.map(({ label, value, tone }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd style={tone ? { color: `var(--${tone})` } : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

// A button that says why it cannot be pressed.
import { Button, type ButtonProps, Tooltip } from 'antd';

interface DeedProps extends Omit<ButtonProps, 'disabled'> {
  /** Why it is not possible now; nothing when it is. */
  reason?: string | null | undefined;
  /** What it does, for a button that is only an icon. */
  hint?: string;
}

/** Stays in its place when it is not allowed, and tells the reason on hover and to screen readers. */
export function Deed({ reason, hint, ...button }: DeedProps) {
  const words = reason || hint;
  const control = (
    <Button
      {...button}
      disabled={Boolean(reason)}
      aria-label={button['aria-label'] ?? hint}
      aria-description={reason || undefined}
    />
  );
  if (!words) return control;
  return (
    <Tooltip title={words} mouseEnterDelay={reason ? 0.1 : 0.5}>
      {reason ? <span title="">{control}</span> : control}
    </Tooltip>
  );
}

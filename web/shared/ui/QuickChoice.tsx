// A decision in two taps: a button that opens a short list, answered by a tap, an arrow key or a digit.
import { Drawer, Popover } from 'antd';
import type { LucideIcon } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useIsPhone } from '../media';
import './blocks.css';
import { pressed } from '../keys';

export interface Choice<Key extends string = string> {
  key: Key;
  label: string;
  icon?: LucideIcon;
  /** What it comes to, at the right. */
  hint?: string;
}

interface QuickChoiceProps<Key extends string> {
  title: string;
  choices: Choice<Key>[];
  /** Where the list begins under its button. */
  placement?: 'bottomLeft' | 'bottomRight';
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onChoose: (key: Key) => void;
  /** Stands below the list, for instance a note that goes with the choice. */
  beside?: ReactNode;
  /** The button that opens it. */
  children: ReactNode;
}

/** A popover beside its button; on a phone a sheet at the bottom. */
export function QuickChoice<Key extends string>(props: QuickChoiceProps<Key>) {
  const { title, placement = 'bottomLeft', isOpen, onOpenChange, children } = props;
  const isPhone = useIsPhone();
  if (!isPhone) {
    return (
      <Popover
        open={isOpen}
        onOpenChange={onOpenChange}
        trigger="click"
        placement={placement}
        arrow={false}
        destroyOnHidden
        content={<ChoiceList {...props} />}
        styles={{ container: { padding: 6 } }}
      >
        {children}
      </Popover>
    );
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside takes the focus and the keys */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: pressing the button by key is a click too */}
      <span style={{ display: 'contents' }} onClick={() => onOpenChange(true)}>
        {children}
      </span>
      <Drawer
        rootClassName="sheet"
        open={isOpen}
        onClose={() => onOpenChange(false)}
        placement="bottom"
        size="auto"
        closable={false}
        title={null}
        aria-label={title}
        destroyOnHidden
        styles={{
          section: { borderRadius: '18px 18px 0 0' },
          body: { padding: '14px 12px calc(14px + env(safe-area-inset-bottom))' },
        }}
      >
        <ChoiceList {...props} />
      </Drawer>
    </>
  );
}

function ChoiceList<Key extends string>({ title, choices, onOpenChange, onChoose, beside }: QuickChoiceProps<Key>) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    list.current?.querySelector<HTMLButtonElement>('button.choice')?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const choose = (key: Key) => {
    onOpenChange(false);
    onChoose(key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (pressed(event) === 'Escape') return onOpenChange(false);
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>('button.choice') ?? [])];
    const present = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[pressed(event)];
    const byDigit = choices[Number(pressed(event)) - 1];
    if (step) buttons[(present + step + buttons.length) % buttons.length]?.focus();
    else if (byDigit) choose(byDigit.key);
    else return;
    event.preventDefault();
  };
  return (
    <div ref={list} className="quick-choice" role="group" aria-label={title} data-keyboard-owner onKeyDown={onKeyDown}>
      <h3>{title}</h3>
      {choices.map(({ key, label, icon: Icon, hint }, index) => (
        <button key={key} type="button" className="choice" onClick={() => choose(key)}>
          {Icon && <Icon size={15} />}
          {label}
          {hint && <span className="hint">{hint}</span>}
          {index < 9 && <kbd>{index + 1}</kbd>}
        </button>
      ))}
      {beside && <div className="beside">{beside}</div>}
    </div>
  );
}

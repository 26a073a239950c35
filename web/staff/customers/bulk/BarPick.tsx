// Buttons of the dark bar: plain ones, and ones that first ask for a value.
import { Popover, Tooltip } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Field } from '../../../shared/api/types';
import { ChoiceList } from '../../filters/ChoiceList';
import { useOptions } from '../../filters/options';

interface BarButtonProps {
  icon: ReactNode;
  label: string;
  /** Why it cannot be done. */
  why: string | null;
  onClick?: () => void;
}

/** Stays focusable when it cannot be pressed, so that its reason can be read. */
export function BarButton({ icon, label, why, onClick }: BarButtonProps) {
  const button = (
    <button type="button" aria-disabled={Boolean(why)} onClick={why ? undefined : onClick}>
      {icon}
      <span>{label}</span>
    </button>
  );
  return why ? <Tooltip title={why}>{button}</Tooltip> : button;
}

interface BarPickProps {
  icon: ReactNode;
  label: string;
  field: Field;
  why: string | null;
  onPick: (value: string) => void;
}

export function BarPick({ icon, label, field, why, onPick }: BarPickProps) {
  const [isOpen, setOpen] = useState(false);
  if (why) return <BarButton icon={icon} label={label} why={why} />;
  const pick = (value: string) => {
    setOpen(false);
    onPick(value);
  };
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      placement="top"
      arrow={false}
      destroyOnHidden
      content={<PickList label={label} field={field} onPick={pick} />}
      classNames={{ root: 'filter-popup' }}
    >
      <button type="button">
        {icon}
        <span>{label}</span>
      </button>
    </Popover>
  );
}

function PickList({ label, field, onPick }: { label: string; field: Field; onPick: (value: string) => void }) {
  const { options, onSearch } = useOptions(field);
  const byHand = options.filter((option) => !option.isRuled);
  return (
    <div data-keyboard-owner>
      <ChoiceList label={label} options={byHand} chosen={[]} onPick={onPick} onSearch={onSearch} />
    </div>
  );
}

// A cell that turns into its own editor: stage, consultant, advisor.
import { Select, Tooltip } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref, Stage } from '../../shared/api/types';
import { STAGES, StageTag } from '../../shared/ui/faces';
import { StaffSelect } from '../../shared/ui/StaffSelect';
import { usePower } from '../session/session';

export type InlineField = 'stage' | 'consultant' | 'advisor';

const PERMISSION: Record<InlineField, string> = {
  stage: 'edit_customers',
  consultant: 'assign_customers',
  advisor: 'assign_customers',
};

interface InlineEditProps {
  field: InlineField;
  value: string | null;
  /** The person the value stands for, so that the editor can name them before it has asked. */
  person?: Ref | null;
  /** Called as it was given when the editor was opened: it speaks of the row one saw. */
  onChange: (value: Stage | Ref | null) => void;
  children: ReactNode;
}

export function InlineEdit({ field, value, person, onChange, children }: InlineEditProps) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const [opened, setOpened] = useState<Pick<InlineEditProps, 'value' | 'person' | 'onChange'> | null>(null);
  const why = reason(PERMISSION[field]);
  if (why) return <Tooltip title={why}>{<span className="inline-value">{children}</span>}</Tooltip>;
  if (!opened) {
    return (
      <button
        type="button"
        className="inline-value editable"
        tabIndex={-1}
        aria-label={`${t('common.edit')} ${t(`field.${field}`)}`}
        onClick={(event) => {
          event.stopPropagation();
          setOpened({ value, person: person ?? null, onChange });
        }}
      >
        {children}
      </button>
    );
  }
  const close = () => setOpened(null);
  const choose = (next: Stage | Ref | null) => {
    close();
    if ((typeof next === 'object' ? (next?.id ?? null) : next) !== opened.value) opened.onChange(next);
  };
  const shared = {
    size: 'small' as const,
    autoFocus: true,
    defaultOpen: true,
    'aria-label': t(`field.${field}`),
    style: { width: '100%' },
    onBlur: close,
    onClick: (event: React.MouseEvent) => event.stopPropagation(),
  };
  return field === 'stage' ? (
    <Select
      {...shared}
      value={opened.value as Stage}
      onChange={choose}
      options={STAGES.map((stage) => ({ value: stage, label: <StageTag stage={stage} /> }))}
    />
  ) : (
    <StaffSelect {...shared} value={opened.value} known={opened.person ?? null} onChoose={choose} allowClear />
  );
}

// Choosing when something is due: one tap for the usual times, a calendar for the others.
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { DUE_SHORTCUTS, momentOf } from '../due';
import { dateTime } from '../format';
import './due.css';

interface DueChooserProps {
  /** An instant, or nothing yet. */
  value: string | null;
  onChange: (instant: string) => void;
  size?: 'small' | 'middle';
}

export function DueChooser({ value, onChange, size = 'small' }: DueChooserProps) {
  const { t } = useTranslation();
  const moments = DUE_SHORTCUTS.map((shortcut) => ({ shortcut, instant: momentOf(shortcut).toISOString() }));
  const distinct = moments.filter(
    ({ instant }, index) => moments.findIndex((one) => one.instant === instant) === index,
  );
  return (
    <fieldset className="due-chooser">
      <legend className="seen-by-readers-only">{t('composer.due')}</legend>
      {distinct.map(({ shortcut, instant }) => (
        <button
          key={shortcut}
          type="button"
          aria-pressed={value === instant}
          title={dateTime(instant)}
          onClick={() => onChange(instant)}
        >
          {t(`composer.dueAt.${shortcut}`)}
        </button>
      ))}
      <DatePicker
        size={size}
        allowClear={false}
        showTime={{ format: 'HH:mm', minuteStep: 15 }}
        format="YYYY-MM-DD HH:mm"
        minDate={dayjs()}
        placeholder={t('composer.otherTime')}
        aria-label={t('composer.otherTime')}
        value={value ? dayjs(value) : null}
        onChange={(day) => day && onChange(day.toISOString())}
      />
    </fieldset>
  );
}

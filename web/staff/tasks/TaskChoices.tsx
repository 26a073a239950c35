// The two quick decisions about a task: how it went, and until when it waits.
import { Button, DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { AlarmClock, CalendarClock, Moon, Sun, Sunrise, Sunset } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../shared/api/types';
import { relativeDay, time } from '../../shared/format';
import { QuickChoice } from '../../shared/ui/QuickChoice';
import { hasOutcomes, OUTCOMES } from './kinds';
import { type SnoozePreset, snoozePresets } from './times';

interface Asking {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** The button it hangs on. */
  children: ReactNode;
}

interface OutcomeChoiceProps extends Asking {
  task: Pick<TaskView, 'kind'>;
  onChoose: (outcome: string | undefined, note: string | undefined) => void;
}

export function OutcomeChoice({ task, onChoose, ...asking }: OutcomeChoiceProps) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const offered = OUTCOMES.filter(({ key }) => hasOutcomes(task.kind) || key === 'none');
  return (
    <QuickChoice
      {...asking}
      title={t('tasks.outcomeTitle')}
      choices={offered.map(({ key, icon }) => ({ key, icon, label: t(`tasks.outcome.${key}`) }))}
      onChoose={(key) => {
        onChoose(key === 'none' ? undefined : key, note.trim() || undefined);
        setNote('');
      }}
      beside={
        <Input.TextArea
          autoSize={{ minRows: 1, maxRows: 4 }}
          value={note}
          aria-label={t('tasks.outcomeNote')}
          placeholder={t('tasks.outcomeNote')}
          onChange={(event) => setNote(event.target.value)}
        />
      }
    />
  );
}

const SIGNS: Record<SnoozePreset, typeof Sun> = {
  hour: AlarmClock,
  afternoon: Sun,
  evening: Sunset,
  tomorrow: Sunrise,
  monday: CalendarClock,
  week: Moon,
};

interface SnoozeChoiceProps extends Asking {
  onChoose: (until: Date) => void;
}

export function SnoozeChoice({ onChoose, ...asking }: SnoozeChoiceProps) {
  const { t } = useTranslation();
  const [picked, setPicked] = useState<dayjs.Dayjs | null>(null);
  const presets = snoozePresets();
  return (
    <QuickChoice
      {...asking}
      placement="bottomRight"
      title={t('tasks.snoozeTitle')}
      choices={presets.map(({ key, until }) => ({
        key,
        icon: SIGNS[key],
        label: t(`tasks.preset.${key}`),
        hint: whenWords(until),
      }))}
      onChoose={(key) => {
        const preset = presets.find((one) => one.key === key);
        if (preset) onChoose(preset.until);
      }}
      beside={
        <div style={{ display: 'flex', gap: 6 }}>
          <DatePicker
            showTime={{ format: 'HH:mm', minuteStep: 5 }}
            format="YYYY-MM-DD HH:mm"
            style={{ flex: 1 }}
            value={picked}
            onChange={setPicked}
            minDate={dayjs()}
            placeholder={t('tasks.pickTime')}
            aria-label={t('tasks.pickTime')}
          />
          <Button
            disabled={!picked}
            onClick={() => {
              asking.onOpenChange(false);
              if (picked) onChoose(picked.toDate());
            }}
          >
            {t('tasks.snooze')}
          </Button>
        </div>
      }
    />
  );
}

function whenWords(until: Date): string {
  const instant = until.toISOString();
  const isToday = until.toDateString() === new Date().toDateString();
  return isToday ? time(instant) : `${relativeDay(instant)} ${time(instant)}`;
}

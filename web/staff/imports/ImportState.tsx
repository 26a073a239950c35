// The state of an import or another job as a tag.
import { useTranslation } from 'react-i18next';
import { Tag, type Tone } from '../../shared/ui/faces';

const TONES: Record<string, Tone> = {
  mapping: 'slate',
  waiting: 'slate',
  checking: 'blue',
  checked: 'teal',
  running: 'blue',
  stopped: 'amber',
  done: 'green',
  failed: 'red',
  undoing: 'violet',
  undone: 'slate',
  held: 'amber',
  refused: 'red',
  lapsed: 'slate',
};

export function ImportState({ state }: { state: string }) {
  const { t } = useTranslation();
  return (
    <Tag tone={TONES[state] ?? 'slate'} hasDot>
      {t(`importing.state.${state}`, { defaultValue: state })}
    </Tag>
  );
}

// The list of keys, shown by `?`.
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { MOD } from '../../shared/keys';
import { usePower } from '../session/session';
import { offeredPages } from './pages';

const EVERYWHERE: [string[], string][] = [
  [[`${MOD}K`], 'palette'],
  [['/'], 'search'],
  [['?'], 'keys'],
  [['Esc'], 'close'],
];
const IN_LISTS: [string[], string][] = [
  [['J', '↓'], 'down'],
  [['K', '↑'], 'up'],
  [['↵'], 'open'],
  [['X'], 'choose'],
  [['Shift', 'X'], 'chooseRange'],
  [['N'], 'add'],
  [['F'], 'filter'],
];

const IN_PROFILES: [string[], string][] = [
  [['J'], 'next'],
  [['K'], 'previous'],
  [['N'], 'write'],
  [[`${MOD}↵`], 'send'],
  [['S'], 'star'],
  [['Shift', '↵'], 'fullPage'],
];

const ON_TASKS: [string[], string][] = [
  [['C'], 'complete'],
  [['S'], 'snooze'],
  [['H'], 'handOver'],
  [['←', '→'], 'period'],
  [['T'], 'today'],
];

export function KeyList({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { may } = usePower();
  const pages: [string[], string][] = offeredPages(may).map((page) => [
    ['G', page.letter.toUpperCase()],
    t(`page.${page.word}`),
  ]);
  const named = (keys: [string[], string][]) => keys.map(([key, word]): [string[], string] => [key, t(`keys.${word}`)]);
  return (
    <Modal open onCancel={onClose} footer={null} title={t('shell.keys')} width={680}>
      <div className="key-list">
        <KeyGroup title={t('keys.everywhere')} keys={named(EVERYWHERE)} />
        <KeyGroup title={t('keys.inLists')} keys={named(IN_LISTS)} />
        <KeyGroup title={t('keys.inProfile')} keys={named(IN_PROFILES)} />
        <KeyGroup title={t('keys.onTasks')} keys={named(ON_TASKS)} />
        <KeyGroup title={t('keys.pages')} keys={pages} />
      </div>
    </Modal>
  );
}

function KeyGroup({ title, keys }: { title: string; keys: [string[], string][] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {keys.map(([combination, words]) => (
          <div key={words}>
            <dt>{words}</dt>
            <dd>
              {combination.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

// Find a customer or a car, start a deed, go to a page: all by typing.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type LinkProps, useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { Car, Languages, Moon, SearchX, Sun } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hit, SearchAnswer } from '../../shared/api/types';
import { chooseLanguage, language } from '../../shared/i18n';
import { pressed } from '../../shared/keys';
import { problemWords, read } from '../../shared/queries';
import { useSettled } from '../../shared/settled';
import { chooseTheme, useTheme } from '../../shared/theme';
import { Avatar } from '../../shared/ui/faces';
import { Bone } from '../../shared/ui/states';
import { usePower } from '../session/session';
import { offeredPages } from '../shell/pages';
import { RecallMark } from '../vehicles/RecallMark';
import { ACTIONS } from './actions';
import { matches } from './match';

/** How long to wait for the next letter before asking the server. */
const SETTLE_MS = 80;

interface PaletteProps {
  words: string;
  onWords: (words: string) => void;
  onClose: () => void;
}

export function Palette({ words, onWords, onClose }: PaletteProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState('');
  const typed = words.trim();
  const go = useGo(onClose);
  return (
    <Command
      className="palette"
      label={t('shell.search')}
      shouldFilter={false}
      value={chosen}
      onValueChange={setChosen}
      loop
      onKeyDown={(event) => {
        if (pressed(event) === 'Escape') onClose();
        // There is nothing else to go to while the palette is open.
        if (event.key === 'Tab') event.preventDefault();
      }}
    >
      <Command.Input ref={goOnTyping} value={words} onValueChange={onWords} placeholder={t('palette.placeholder')} />
      <Command.List>
        {typed && <Hits words={typed} go={go} onFound={setChosen} />}
        <Deeds words={typed} go={go} onClose={onClose} />
      </Command.List>
      <footer>
        <span>
          <kbd>↑</kbd>
          <kbd>↓</kbd> {t('palette.choose')}
        </span>
        <span>
          <kbd>↵</kbd> {t('palette.open')}
        </span>
        <span>
          <kbd>Esc</kbd> {t('common.close')}
        </span>
      </footer>
    </Command>
  );
}

/** Behind what was typed before the palette had come. */
function goOnTyping(input: HTMLInputElement | null) {
  input?.focus();
  input?.setSelectionRange(input.value.length, input.value.length);
}

type Go = (link: LinkProps) => void;

function useGo(onClose: () => void): Go {
  const navigate = useNavigate();
  return (link) => {
    onClose();
    void navigate(link as Parameters<typeof navigate>[0]);
  };
}

/** What the server finds: its order is its judgement of what is meant. */
function Hits({ words, go, onFound }: { words: string; go: Go; onFound: (first: string) => void }) {
  const { t } = useTranslation();
  const q = useSettled(words, SETTLE_MS);
  const answer = useQuery({
    ...read<SearchAnswer>('/search', { q, limit: 12 }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const hits = answer.data?.hits ?? [];
  const first = hits.find(({ kind }) => kind === 'customer') ?? hits[0];
  // They come after what was there at once; Enter is for the first of them.
  useEffect(() => {
    if (first && q) onFound(itemOf(first));
  }, [first, q, onFound]);
  const isWaiting = answer.isFetching || q !== words;
  if (answer.isError) return <p className="palette-note">{problemWords(answer.error, t).title}</p>;
  if (!answer.data) {
    return (
      <div className="palette-note">
        <Bone width="46%" />
      </div>
    );
  }
  if (hits.length === 0 && !isWaiting) {
    return (
      <p className="palette-note">
        <SearchX size={16} /> {t('palette.nothing', { words })}
      </p>
    );
  }
  const groups = [
    ['customer', t('page.customers'), answer.data.customers],
    ['vehicle', t('palette.vehicles'), answer.data.vehicles],
  ] as const;
  return groups.map(([kind, word, { count, capped }]) => {
    const found = hits.filter((hit) => hit.kind === kind);
    if (found.length === 0) return null;
    const heading = `${word} · ${count}${capped ? '+' : ''}`;
    return (
      <Command.Group key={kind} heading={heading}>
        {found.map((hit) => (
          <HitItem key={hit.id} hit={hit} go={go} />
        ))}
      </Command.Group>
    );
  });
}

const itemOf = ({ kind, id }: Hit) => `${kind} ${id}`;

function HitItem({ hit, go }: { hit: Hit; go: Go }) {
  const { t } = useTranslation();
  const link: LinkProps =
    hit.kind === 'customer'
      ? { to: '/customers/$id', params: { id: hit.id } }
      : { to: '/vehicles/$id', params: { id: hit.id } };
  return (
    <Command.Item value={itemOf(hit)} onSelect={() => go(link)}>
      {hit.kind === 'customer' ? (
        <Avatar name={hit.title} size={22} />
      ) : (
        <span className="palette-car">
          <Car size={14} />
        </span>
      )}
      <b className="cut">{hit.title}</b>
      {hit.has_open_recall && <RecallMark />}
      <span className="muted cut num">{hit.subtitle}</span>
      <span className="matched">{t(`palette.matched.${hit.matched}`, { defaultValue: '' })}</span>
    </Command.Item>
  );
}

interface DeedsProps {
  words: string;
  go: Go;
  onClose: () => void;
}

/** Actions and pages whose name, pinyin or English holds the words. */
function Deeds({ words, go, onClose }: DeedsProps) {
  const { t } = useTranslation();
  const { may, reason } = usePower();
  const { mode } = useTheme();
  const isMeant = (name: string, keywords: string[]) => matches(words, [name, ...keywords]);
  const actions = ACTIONS.filter((action) => isMeant(t(`action.${action.word}`), action.keywords));
  const pages = offeredPages(may).filter((page) => isMeant(t(`page.${page.word}`), page.keywords));
  const otherTheme = mode === 'dark' ? 'light' : 'dark';
  const otherLanguage = language() === 'zh' ? 'en' : 'zh';
  const isTheme = isMeant(t(`action.${otherTheme}`), ['theme', 'waiguan', 'shense', 'qianse', 'dark', 'light']);
  const isLanguage = isMeant(t('shell.language'), ['language', 'yuyan', 'english', 'zhongwen', '中文']);
  const finish = (deed: () => unknown) => () => {
    onClose();
    deed();
  };
  return (
    <>
      {(actions.length > 0 || isTheme || isLanguage) && (
        <Command.Group heading={t('palette.actions')}>
          {actions.map(({ word, icon: Icon, permission, link }) => (
            <Item
              key={word}
              icon={<Icon size={16} />}
              value={`action ${word}`}
              why={reason(permission)}
              onSelect={() => go(link)}
            >
              {t(`action.${word}`)}
            </Item>
          ))}
          {isTheme && (
            <Item
              icon={mode === 'dark' ? <Sun size={16} /> : <Moon size={16} />}
              value="action theme"
              onSelect={finish(() => chooseTheme(otherTheme))}
            >
              {t(`action.${otherTheme}`)}
            </Item>
          )}
          {isLanguage && (
            <Item
              icon={<Languages size={16} />}
              value="action language"
              onSelect={finish(() => chooseLanguage(otherLanguage))}
            >
              {otherLanguage === 'en' ? 'English' : '简体中文'}
            </Item>
          )}
        </Command.Group>
      )}
      {pages.length > 0 && (
        <Command.Group heading={t('palette.pages')}>
          {pages.map(({ to, word, icon: Icon, letter, permission }) => (
            <Item
              key={to}
              icon={<Icon size={16} />}
              value={`page ${word}`}
              keys={['G', letter.toUpperCase()]}
              why={permission ? reason(permission) : null}
              onSelect={() => go({ to })}
            >
              {t(`page.${word}`)}
            </Item>
          ))}
        </Command.Group>
      )}
    </>
  );
}

interface ItemProps {
  icon: ReactNode;
  value: string;
  children: string;
  keys?: string[];
  /** Why it cannot be done. */
  why?: string | null;
  onSelect: () => void;
}

function Item({ icon, value, children, keys = [], why, onSelect }: ItemProps) {
  return (
    <Command.Item value={value} disabled={Boolean(why)} onSelect={onSelect}>
      {icon}
      <span>{children}</span>
      {why && <span className="muted cut">{why}</span>}
      {keys.length > 0 && (
        <span className="matched">
          {keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </span>
      )}
    </Command.Item>
  );
}

// One pair: both records side by side, what agrees marked, why they may be one, and what can be done.
import { Link } from '@tanstack/react-router';
import { Button, Input, Popconfirm } from 'antd';
import { Equal, EqualNot, Merge, MessageSquareText, Minus, Split, Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DuplicatePair, DuplicateSide } from '../../shared/api/types';
import { date, dateTime, listing, money, number, phone, relativeDay } from '../../shared/format';
import { Avatar, StageTag } from '../../shared/ui/faces';
import { BandTag } from './BandTag';
import type { Verdict } from './PairList';

interface PairCardProps {
  pair: DuplicatePair;
  isPresent: boolean;
  onDecide: (verdict: Verdict, reason?: string) => void;
}

export function PairCard({ pair, isPresent, onDecide }: PairCardProps) {
  const { t } = useTranslation();
  const { left, right } = pair;
  return (
    <article className={`card pair${isPresent ? ' present' : ''}`} aria-label={`${left.name} – ${right.name}`}>
      <header>
        <BandTag band={pair.band} percent={pair.percent} />
        <p className="why">
          {listing(pair.reasons.filter((reason) => reason.weight > 0).map((reason) => reason.words))}
          {pair.held_back && (
            <span className="late">
              {' · '}
              {t('duplicates.heldBack', { why: t(`merge.caution.${pair.held_back}`) })}
            </span>
          )}
          {pair.caution && <span className="late"> · {pair.caution.words}</span>}
        </p>
        <div className="spring" />
        <Deeds pair={pair} onDecide={onDecide} />
      </header>
      <div className="sides">
        <Face side={left} />
        <Face side={right} />
        {ROWS.map(({ word, of, fields }) => (
          <Row
            key={word}
            title={t(`duplicates.row.${word}`)}
            left={of(left, t)}
            right={of(right, t)}
            level={pair.reasons.find((reason) => fields.includes(reason.field))?.level}
          />
        ))}
      </div>
      {pair.settled_at && (
        <p className="muted settled">
          {t('duplicates.settled', { name: pair.settled_by?.name ?? '', when: dateTime(pair.settled_at) })}
          {pair.settled_reason && <q>{pair.settled_reason}</q>}
        </p>
      )}
    </article>
  );
}

interface DeedsProps {
  pair: DuplicatePair;
  onDecide: (verdict: Verdict, reason?: string) => void;
}

function Deeds({ pair, onDecide }: DeedsProps) {
  const { t } = useTranslation();
  return (
    <div className="deeds">
      {pair.can.includes('set_apart') && (
        <Button size="small" icon={<Split size={14} />} onClick={() => onDecide('different')}>
          {t('duplicates.setApart')} <kbd>D</kbd>
        </Button>
      )}
      {pair.can.includes('set_apart') && <WithReason onGiven={(reason) => onDecide('different', reason)} />}
      {pair.can.includes('reopen') && (
        <Button size="small" icon={<Undo2 size={14} />} onClick={() => onDecide('open')}>
          {t('duplicates.reopen')} <kbd>U</kbd>
        </Button>
      )}
      {pair.can.includes('merge') && (
        <Link {...mergePage(pair)} className="merge">
          <Merge size={14} />
          {t('duplicates.merge')} <kbd>M</kbd>
        </Link>
      )}
    </div>
  );
}

const REASON_CHARACTERS_MAX = 200;

/** Setting apart with a word for whoever looks at the two again. */
function WithReason({ onGiven }: { onGiven: (reason: string) => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const given = reason.trim();
  return (
    <Popconfirm
      icon={null}
      title={t('duplicates.reasonTitle')}
      description={
        <Input.TextArea
          aria-label={t('duplicates.reason')}
          autoSize={{ minRows: 2, maxRows: 4 }}
          maxLength={REASON_CHARACTERS_MAX}
          placeholder={t('duplicates.reasonExample')}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          onKeyDown={(event) => event.stopPropagation()}
        />
      }
      okText={t('duplicates.setApart')}
      okButtonProps={{ disabled: given === '' }}
      onConfirm={() => onGiven(given)}
    >
      <Button
        size="small"
        type="text"
        icon={<MessageSquareText size={14} />}
        aria-label={t('duplicates.withReason')}
        title={t('duplicates.withReason')}
      />
    </Popconfirm>
  );
}

/** The page where the two become one. */
export function mergePage({ left, right }: DuplicatePair) {
  return {
    to: '/customers/$id/merge/$other',
    params: { id: left.id, other: right.id },
    search: { pair: true },
  } as const;
}

function Face({ side }: { side: DuplicateSide }) {
  return (
    <Link className="face" to="/customers/$id" params={{ id: side.id }}>
      <Avatar name={side.name} size={32} />
      <span className="two-lines">
        <b className="cut">{side.name}</b>
        <span className="num">
          <span>{side.number}</span>
          <span className="cut">{side.store.name}</span>
        </span>
      </span>
      <StageTag stage={side.stage} />
    </Link>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];
interface RowKind {
  word: string;
  /** The compared fields it shows. */
  fields: string[];
  of: (side: DuplicateSide, t: Translate) => string | null | undefined;
}

const ROWS: RowKind[] = [
  { word: 'phone', fields: ['phone'], of: ({ phones }) => listing(phones.map((one) => phone(one))) },
  { word: 'idNumber', fields: ['id_number'], of: ({ id_number }) => id_number },
  { word: 'birthday', fields: ['birthday'], of: ({ birthday }) => birthday && date(birthday) },
  { word: 'gender', fields: ['gender'], of: ({ gender }, t) => gender && t(`gender.${gender}`) },
  { word: 'account', fields: ['wechat', 'wecom'], of: ({ accounts }) => listing(accounts) },
  { word: 'email', fields: ['email'], of: ({ emails }) => listing(emails) },
  { word: 'city', fields: ['address', 'city'], of: ({ city }) => city },
  { word: 'cars', fields: ['vin', 'plate'], of: ({ cars }) => listing(cars) },
  { word: 'consultant', fields: [], of: ({ consultant }) => consultant?.name },
  { word: 'source', fields: [], of: ({ source }, t) => source && t(`source.${source}`, { defaultValue: source }) },
  {
    word: 'business',
    fields: [],
    of: ({ visits, spend }, t) =>
      visits > 0 || spend.amount > 0 ? t('duplicates.visits', { visits: number(visits), spend: money(spend) }) : null,
  },
  { word: 'lastContact', fields: [], of: ({ last_contact_at }) => last_contact_at && relativeDay(last_contact_at) },
  { word: 'created', fields: [], of: ({ created_at }) => date(created_at) },
];

interface RowProps {
  title: string;
  left: string | null | undefined;
  right: string | null | undefined;
  level: string | undefined;
}

/** A line that neither record says anything in is left out. */
function Row({ title, left, right, level }: RowProps) {
  if (!left && !right) return null;
  return (
    <div className={`line ${level ?? 'untold'}`}>
      <span className="title">{title}</span>
      <span className="value">{left || <Nothing />}</span>
      <Sign level={level} />
      <span className="value">{right || <Nothing />}</span>
    </div>
  );
}

function Sign({ level }: { level: string | undefined }): ReactNode {
  const { t } = useTranslation();
  if (!level) return <i />;
  const Icon = level === 'same' ? Equal : ['different', 'kin'].includes(level) ? EqualNot : Minus;
  return <Icon size={13} role="img" aria-label={t(`duplicates.level.${level}`)} />;
}

function Nothing() {
  return <span className="muted">—</span>;
}

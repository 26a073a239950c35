// The rules of a store in the order they are asked: moved up and down, switched off, edited in a drawer, tried beside.
import { useQuery } from '@tanstack/react-query';
import { Popconfirm, Switch } from 'antd';
import { ArrowDown, ArrowUp, Inbox, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssignmentRuleList, AssignmentRuleView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { read, useWrite } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { Person, Tag } from '../../../shared/ui/faces';
import { Empty, ErrorState, Skeleton } from '../../../shared/ui/states';
import { useRecordReason } from '../../session/session';
import { Preview } from './Preview';
import { formOf, RuleDrawer } from './RuleDrawer';

/** What a change of a rule makes old. */
const TOUCHED = [['assignment-rules']];

export function Rules({ store }: { store: string }) {
  const { t } = useTranslation();
  const rules = useQuery(read<AssignmentRuleList>('/assignment-rules', { store }));
  const can = useRecordReason(rules.data?.can);
  const [edited, setEdited] = useState<AssignmentRuleView | 'new' | null>(null);
  const order = useWrite<string[], AssignmentRuleList>({
    deed: (ids) => api.put('/assignment-rules/order', { store_id: store, rules: ids }),
    touches: () => TOUCHED,
    done: () => t('assignment.ordered'),
  });
  if (rules.error && !rules.data) return <ErrorState failure={rules.error} onRetry={() => void rules.refetch()} />;
  if (!rules.data) return <Skeleton lines={8} />;
  const items = rules.data.items;
  const move = (index: number, by: -1 | 1) => {
    const ids = items.map((one) => one.id);
    const [moved] = ids.splice(index, 1);
    if (moved) order.mutate([...ids.slice(0, index + by), moved, ...ids.slice(index + by)]);
  };
  return (
    <div className="assignment-two">
      <section className="card">
        <header>
          <h2>{t('assignment.rules')}</h2>
          <div className="spring" />
          <Deed type="primary" icon={<Plus size={15} />} reason={can('add')} onClick={() => setEdited('new')}>
            {t('assignment.add')}
          </Deed>
        </header>
        <p className="muted inside">{t('assignment.rulesHint')}</p>
        {items.length === 0 ? (
          <Empty icon={Inbox} title={t('assignment.noRules')} hint={t('assignment.noRulesHint')} />
        ) : (
          <ol className="rule-list">
            {items.map((rule, index) => (
              <RuleLine
                key={rule.id}
                rule={rule}
                onEdit={() => setEdited(rule)}
                onUp={index > 0 ? () => move(index, -1) : undefined}
                onDown={index < items.length - 1 ? () => move(index, 1) : undefined}
              />
            ))}
          </ol>
        )}
      </section>
      <Preview store={store} />
      {edited && (
        <RuleDrawer
          key={edited === 'new' ? 'new' : edited.id}
          store={store}
          rule={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </div>
  );
}

interface RuleLineProps {
  rule: AssignmentRuleView;
  onEdit: () => void;
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
}

function RuleLine({ rule, onEdit, onUp, onDown }: RuleLineProps) {
  const { t } = useTranslation();
  const can = useRecordReason(rule.can);
  const path = `/assignment-rules/${rule.id}`;
  const turn = useWrite<boolean>({
    deed: (is_active) => api.put(path, { ...formOf(rule), is_active }, { version: rule.version }),
    touches: () => TOUCHED,
    done: () => t('common.saved'),
  });
  const remove = useWrite({
    deed: () => api.remove(path, { version: rule.version }),
    touches: () => TOUCHED,
    done: () => t('assignment.removed'),
  });
  const title = rule.title;
  return (
    <li className={rule.is_active ? '' : 'off'}>
      <span className="rule-place num">{rule.place}</span>
      <div className="rule-words">
        <h3 className="cut">{title}</h3>
        <p className="second">
          {t('assignment.when')} <Conditions rule={rule} />
        </p>
        <p className="rule-people">
          <span className="second">{t('assignment.to')}</span>
          {rule.people.length === 0 ? (
            <Tag tone="slate">{t('leads.inPool')}</Tag>
          ) : (
            rule.people.map((one) => (
              <span key={one.staff.id} className={one.passed_over ? 'rule-person over' : 'rule-person'}>
                <Person person={one.staff} />
                {rule.people.length > 1 && <span className="muted num">×{one.weight}</span>}
                <span className="muted num">{t('assignment.received', { count: one.received })}</span>
                {one.passed_over && <span className="late">{t(`assignment.over.${one.passed_over}`)}</span>}
              </span>
            ))
          )}
        </p>
      </div>
      <div className="rule-deeds">
        <Switch
          size="small"
          checked={rule.is_active}
          loading={turn.isPending}
          disabled={can('change') !== null}
          aria-label={t('assignment.activeNamed', { title })}
          onChange={(on) => turn.mutate(on)}
        />
        <Deed
          type="text"
          size="small"
          icon={<ArrowUp size={14} />}
          hint={t('assignment.up', { title })}
          reason={can('change') ?? (onUp ? null : t('assignment.first'))}
          onClick={onUp}
        />
        <Deed
          type="text"
          size="small"
          icon={<ArrowDown size={14} />}
          hint={t('assignment.down', { title })}
          reason={can('change') ?? (onDown ? null : t('assignment.last'))}
          onClick={onDown}
        />
        <Deed
          type="text"
          size="small"
          icon={<Pencil size={14} />}
          hint={t('assignment.editNamed', { title })}
          reason={can('change')}
          onClick={onEdit}
        />
        <Popconfirm
          title={t('assignment.removeAsk', { title })}
          okButtonProps={{ danger: true }}
          onConfirm={() => remove.mutate()}
        >
          <span>
            <Deed
              type="text"
              size="small"
              icon={<Trash2 size={14} />}
              hint={t('assignment.removeNamed', { title })}
              reason={can('remove')}
            />
          </span>
        </Popconfirm>
      </div>
    </li>
  );
}

function Conditions({ rule }: { rule: AssignmentRuleView }) {
  const { t } = useTranslation();
  const { channels = [], brands = [], series = [], horizons = [] } = rule.conditions;
  const parts = [
    channels.map((one) => t(`leads.channel.${one}`)),
    brands,
    series,
    horizons.map((one) => t(`leads.horizon.${one}`)),
  ].filter((words) => words.length > 0);
  if (parts.length === 0) return <>{t('assignment.always')}</>;
  return <>{parts.map((words) => words.join(t('assignment.or'))).join(t('assignment.and'))}</>;
}

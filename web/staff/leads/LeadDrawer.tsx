// One lead in the side panel: who asks for what, what can be done now, how far it has come, what was said.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { DoorOpen, MessageCircle, MessageSquareText, PhoneCall } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeadView, TouchView } from '../../shared/api/types';
import { Problem } from '../../shared/client';
import { dateTime, phone } from '../../shared/format';
import { useIsPhone } from '../../shared/media';
import { read } from '../../shared/queries';
import { Avatar, Person } from '../../shared/ui/faces';
import { Empty, ErrorState, Skeleton } from '../../shared/ui/states';
import { FollowUpDeeds } from './FollowUp';
import { LeadDeeds } from './LeadDeeds';
import { budgetOf, GradeTag, LeadDue, LeadState, wishOf } from './LeadFaces';
import { LeadWish } from './LeadWish';

export function LeadDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const lead = useQuery({ ...read<LeadView>(`/leads/${id}`), enabled: id !== undefined });
  const isGone = lead.error instanceof Problem && lead.error.status === 404;
  return (
    <Drawer
      open={id !== undefined}
      onClose={onClose}
      size={isPhone ? '100%' : 520}
      title={lead.data?.number ?? t('page.leads')}
      destroyOnHidden
    >
      {isGone ? (
        <Empty icon={DoorOpen} title={t('leads.gone')} />
      ) : lead.data ? (
        <LeadDetail key={lead.data.id} lead={lead.data} />
      ) : lead.error ? (
        <ErrorState failure={lead.error} onRetry={() => void lead.refetch()} />
      ) : (
        <Skeleton lines={9} />
      )}
    </Drawer>
  );
}

function LeadDetail({ lead }: { lead: LeadView }) {
  const { t } = useTranslation();
  return (
    <div className="lead-detail">
      <header>
        <Avatar name={lead.customer.name} size={40} />
        <div className="two-lines">
          <h2 className="cut">
            <Link to="/customers/$id" params={{ id: lead.customer.id }} title={t('leads.profile')}>
              {lead.customer.name}
            </Link>
          </h2>
          <span className="second num">
            {[phone(lead.customer.phone), lead.store.name].filter((part) => part && part !== '—').join(' · ')}
          </span>
        </div>
        <div className="spring" />
        <GradeTag grade={lead.grade} />
        <LeadState lead={lead} />
      </header>
      <FollowUpDeeds lead={lead} />
      <LeadDeeds lead={lead} />
      <Standing lead={lead} />
      <LeadWish lead={lead} />
      <Touches touches={lead.touches} />
    </div>
  );
}

/** Who works on it, what is due, the loss that was asked for, and each instant of the way. */
function Standing({ lead }: { lead: LeadView }) {
  const { t } = useTranslation();
  const { loss } = lead;
  const way: [string, string | null | undefined][] = [
    ['enquiredAt', lead.enquired_at],
    ['respondedAt', lead.responded_at],
    ['recordedAt', lead.recorded_at],
    ['invitedAt', lead.invited_at],
    ['arrivedAt', lead.arrived_at],
    ['drivenAt', lead.driven_at],
    ['orderedAt', lead.ordered_at],
    ['soldAt', lead.sold_at],
    ['deliveredAt', lead.delivered_at],
    ['lostAt', lead.lost_at],
  ];
  return (
    <section>
      <h3>{t('leads.facts')}</h3>
      <dl className="lead-facts">
        <dt>{t('leads.column.consultant')}</dt>
        <dd>{lead.consultant ? <Person person={lead.consultant} /> : t('leads.inPool')}</dd>
        <dt>{t('leads.column.due')}</dt>
        <dd>
          <LeadDue lead={lead} />
        </dd>
        {(lead.rule_title || lead.held_back > 0) && (
          <>
            <dt>{t('assignment.byRuleLabel')}</dt>
            <dd>
              {[lead.rule_title, lead.held_back > 0 && t('assignment.heldBack', { count: lead.held_back })]
                .filter(Boolean)
                .join(' · ')}
            </dd>
          </>
        )}
        <dt>{t('assignment.clock')}</dt>
        <dd className="num">{bothClocks(lead, t)}</dd>
        {loss && (
          <>
            <dt>{t('leads.loss')}</dt>
            <dd>
              {[
                t(`leads.reason.${loss.reason}`),
                loss.competitor,
                loss.remark,
                loss.asked_by && t('leads.lossBy', { name: loss.asked_by.name }),
                loss.decision &&
                  t(loss.decision === 'approved' ? 'leads.lossApproved' : 'leads.lossRefused', {
                    name: loss.decided_by?.name ?? '',
                  }),
                loss.decision_remark,
              ]
                .filter(Boolean)
                .join(' · ')}
            </dd>
          </>
        )}
        {way
          .filter(([, at]) => at)
          .map(([word, at]) => (
            <Fragment key={word}>
              <dt>{t(`leads.${word}`)}</dt>
              <dd className="num">
                {dateTime(at)}
                {word === 'respondedAt' && <span className="muted"> · {waited(lead, t)}</span>}
              </dd>
            </Fragment>
          ))}
      </dl>
    </section>
  );
}

/** How long the customer waited or waits for an answer, in the hours of the store and on the wall. */
function bothClocks({ answer, responded_at }: LeadView, t: ReturnType<typeof useTranslation>['t']): string {
  const span = (minutes: number) =>
    minutes < 120
      ? t('assignment.minutesOf', { count: minutes })
      : t('assignment.hoursOfTime', { count: Math.round(minutes / 60) });
  const words = { work: span(answer.work_minutes), wall: span(answer.wall_minutes) };
  const clock = t(answer.has_hours ? 'assignment.clockBoth' : 'assignment.clockWall', words);
  return responded_at ? clock : `${clock} · ${t('assignment.stillWaiting')}`;
}

/** How long the customer waited for the first try to reach them. */
function waited(lead: LeadView, t: ReturnType<typeof useTranslation>['t']): string {
  const minutes = Math.max(
    0,
    Math.round((Date.parse(lead.responded_at ?? '') - Date.parse(lead.enquired_at)) / 60_000),
  );
  return minutes < 120 ? t('leads.minutes', { count: minutes }) : t('leads.hours', { count: Math.round(minutes / 60) });
}

const SIGN = { enquiry: MessageSquareText, call: PhoneCall, visit: DoorOpen, message: MessageCircle };

/** What an enquiry said otherwise than the lead does: another name, another car, other money. */
function Asked({ touch }: { touch: TouchView }) {
  const { t } = useTranslation();
  const said = [touch.name, wishOf(touch), budgetOf(touch, t)].filter(Boolean).join(' · ');
  return said ? <p className="second">{said}</p> : null;
}

function Touches({ touches }: { touches: TouchView[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{t('leads.touches')}</h3>
      {touches.length === 0 && <p className="muted">{t('leads.noTouches')}</p>}
      <ol className="lead-touches">
        {touches.map((touch) => {
          const Icon = SIGN[touch.kind];
          const what = touch.channel
            ? t(`leads.channel.${touch.channel}`)
            : touch.outcome && t(`outcome.${touch.outcome}`);
          return (
            <li key={touch.id}>
              <span className={`lead-touch-sign ${touch.kind === 'enquiry' ? 'tone-blue' : 'tone-teal'}`}>
                <Icon size={14} aria-hidden />
              </span>
              <div>
                <p>
                  <b>{t(`leads.touch.${touch.kind}`)}</b> <span>{what}</span>
                  {touch.staff && <span className="muted"> {touch.staff.name}</span>}
                  <time dateTime={touch.happened_at} className="muted num">
                    {dateTime(touch.happened_at)}
                  </time>
                </p>
                {touch.source && <p className="second">{touch.source}</p>}
                <Asked touch={touch} />
                {touch.text && <p className="lead-touch-text">{touch.text}</p>}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

// What else can be done with a lead: giving it away or back, what came of it, giving it up and taking it up again.
import { Form, Input, Modal, Select } from 'antd';
import { Check, Flag, RotateCcw, Undo2, UserRoundPlus, UserRoundX, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeadView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { Deed } from '../../shared/ui/Deed';
import { QuickChoice } from '../../shared/ui/QuickChoice';
import { StaffSelect } from '../../shared/ui/StaffSelect';
import { MILESTONES, REASONS } from './words';
import { useLeadWrite } from './write';

type Asked = 'give' | 'release' | 'loss' | 'approve' | 'refuse' | 'revive';

export function LeadDeeds({ lead }: { lead: LeadView }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const can = (deed: string) => lead.can.includes(deed);
  const close = () => setAsked(null);
  return (
    <div className="lead-deeds quiet">
      {can('advance') && <Milestones lead={lead} />}
      {can('give') && (
        <Deed size="small" icon={<UserRoundPlus size={14} />} onClick={() => setAsked('give')}>
          {t('leads.give')}
        </Deed>
      )}
      {can('release') && (
        <Deed size="small" icon={<Undo2 size={14} />} onClick={() => setAsked('release')}>
          {t('leads.release')}
        </Deed>
      )}
      {can('ask_loss') && (
        <Deed size="small" icon={<UserRoundX size={14} />} onClick={() => setAsked('loss')}>
          {t('leads.askLoss')}
        </Deed>
      )}
      {can('decide_loss') && (
        <>
          <Deed size="small" danger icon={<Check size={14} />} onClick={() => setAsked('approve')}>
            {t('leads.approve')}
          </Deed>
          <Deed size="small" icon={<X size={14} />} onClick={() => setAsked('refuse')}>
            {t('leads.refuse')}
          </Deed>
        </>
      )}
      {can('revive') && (
        <Deed size="small" icon={<RotateCcw size={14} />} onClick={() => setAsked('revive')}>
          {t('leads.revive')}
        </Deed>
      )}
      {asked === 'give' && <Give lead={lead} onClose={close} />}
      {asked === 'release' && <Release lead={lead} onClose={close} />}
      {asked === 'loss' && <AskLoss lead={lead} onClose={close} />}
      {(asked === 'approve' || asked === 'refuse') && <Decide lead={lead} verdict={asked} onClose={close} />}
      {asked === 'revive' && <Revive lead={lead} onClose={close} />}
    </div>
  );
}

/** What came of it, of which each happens once. */
function Milestones({ lead }: { lead: LeadView }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const reached = {
    test_drive: lead.driven_at,
    order: lead.ordered_at,
    sale: lead.sold_at,
    delivery: lead.delivered_at,
  };
  const write = useLeadWrite<string>(lead, {
    deed: (milestone) => api.put<LeadView>(`/leads/${lead.id}/milestone`, { milestone }),
    done: () => t('leads.advanced'),
  });
  return (
    <QuickChoice
      title={t('leads.advance')}
      isOpen={isOpen}
      onOpenChange={setOpen}
      choices={MILESTONES.filter((one) => !reached[one]).map((key) => ({ key, label: t(`leads.milestone.${key}`) }))}
      onChoose={(key) => write.mutate(key)}
    >
      <Deed size="small" icon={<Flag size={14} />} loading={write.isPending}>
        {t('leads.advance')}
      </Deed>
    </QuickChoice>
  );
}

interface AskProps<Words extends object> {
  title: string;
  lead: LeadView;
  /** Below `/leads/{id}`. */
  path: string;
  body: (words: Words) => object;
  done: string;
  isDanger?: boolean;
  onClose: () => void;
  children?: ReactNode;
}

/** A small form before a deed. */
function Ask<Words extends object>(props: AskProps<Words>) {
  const { title, lead, path, body, done, isDanger = false, onClose, children } = props;
  const [form] = Form.useForm<Words>();
  const write = useLeadWrite<Words>(lead, {
    deed: (words) => api.put<LeadView>(`/leads/${lead.id}/${path}`, body(words), { version: lead.version }),
    done: () => done,
    onDone: onClose,
  });
  return (
    <Modal
      open
      width={440}
      title={title}
      okText={title}
      okButtonProps={{ danger: isDanger, loading: write.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="second">
        {lead.customer.name} · {lead.number}
      </p>
      <Form<Words> form={form} layout="vertical" requiredMark={false} onFinish={(words) => write.mutate(words)}>
        {children}
      </Form>
    </Modal>
  );
}

interface DialogProps {
  lead: LeadView;
  onClose: () => void;
}

function Give({ lead, onClose }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Ask<{ consultant_id: string; note?: string }>
      title={t('leads.give')}
      lead={lead}
      path="consultant"
      body={({ consultant_id, note }) => ({ consultant_id, note: note?.trim() || null })}
      done={t('leads.givenTo')}
      onClose={onClose}
    >
      <Form.Item
        name="consultant_id"
        label={t('leads.giveTo')}
        rules={[{ required: true, message: t('leads.giveMissing') }]}
      >
        <StaffSelect autoFocus />
      </Form.Item>
      <Note name="note" label={t('leads.giveNote')} />
    </Ask>
  );
}

function Release({ lead, onClose }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Ask<{ reason: string }>
      title={t('leads.release')}
      lead={lead}
      path="release"
      body={({ reason }) => ({ reason })}
      done={t('leads.released')}
      onClose={onClose}
    >
      <Note name="reason" label={t('leads.releaseReason')} missing={t('leads.releaseMissing')} />
    </Ask>
  );
}

function AskLoss({ lead, onClose }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Ask<{ reason: string; competitor?: string; remark?: string }>
      title={t('leads.askLoss')}
      lead={lead}
      path="loss"
      body={({ reason, competitor, remark }) => ({
        reason,
        competitor: competitor?.trim() || null,
        remark: remark?.trim() || null,
      })}
      done={t('leads.lossAsked')}
      onClose={onClose}
    >
      <Form.Item
        name="reason"
        label={t('leads.lossReason')}
        rules={[{ required: true, message: t('leads.lossReasonMissing') }]}
      >
        <Select autoFocus options={REASONS.map((one) => ({ value: one, label: t(`leads.reason.${one}`) }))} />
      </Form.Item>
      <Form.Item name="competitor" label={t('leads.competitor')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldValue }) => (
          <Note
            name="remark"
            label={t('leads.remark')}
            {...(getFieldValue('reason') === 'other' ? { missing: t('leads.remarkMissing') } : {})}
          />
        )}
      </Form.Item>
    </Ask>
  );
}

function Decide({ lead, verdict, onClose }: DialogProps & { verdict: 'approve' | 'refuse' }) {
  const { t } = useTranslation();
  const isApproved = verdict === 'approve';
  return (
    <Ask<{ remark?: string }>
      title={t(isApproved ? 'leads.approve' : 'leads.refuse')}
      lead={lead}
      path="loss/decision"
      body={({ remark }) => ({ decision: isApproved ? 'approved' : 'refused', remark: remark?.trim() || null })}
      done={t('leads.decided')}
      isDanger={isApproved}
      onClose={onClose}
    >
      <Note name="remark" label={t('leads.decisionRemark')} />
    </Ask>
  );
}

function Revive({ lead, onClose }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Ask<{ consultant_id?: string | null }>
      title={t('leads.revive')}
      lead={lead}
      path="revival"
      body={({ consultant_id }) => ({ consultant_id: consultant_id ?? null })}
      done={t('leads.revived')}
      onClose={onClose}
    >
      <Form.Item name="consultant_id" label={t('leads.reviveTo')} initialValue={lead.consultant?.id ?? null}>
        <StaffSelect allowClear known={lead.consultant ?? null} />
      </Form.Item>
    </Ask>
  );
}

function Note({ name, label, missing }: { name: string; label: string; missing?: string }) {
  return (
    <Form.Item
      name={name}
      label={label}
      rules={missing ? [{ required: true, whitespace: true, message: missing }] : []}
    >
      <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} />
    </Form.Item>
  );
}

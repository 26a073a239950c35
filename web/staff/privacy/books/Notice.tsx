// Telling the people an incident affects: the words, how far it has come, who is out of reach, and the report to the authority.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input, Modal } from 'antd';
import { FileText, Megaphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BookEntryView, BreachNotice, Ref } from '../../../shared/api/types';
import { api, Problem, urlOf } from '../../../shared/client';
import { useEndless } from '../../../shared/endless';
import { number } from '../../../shared/format';
import { read, useWrite } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { forgetFaults } from '../../../shared/ui/formFaults';
import { Progress } from '../../../shared/ui/Progress';
import { usePower, useRecordReason } from '../../session/session';
import { showAtFields } from '../../settings/FormDrawer';

const WATCH_MS = 1_500;

type Words = BreachNotice['words'];

export function Notice({ entry }: { entry: BookEntryView }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const can = useRecordReason(entry.can);
  const [isWriting, setWriting] = useState(false);
  const notice = useQuery({
    ...read<BreachNotice>(`/book-entries/${entry.id}/notice`),
    retry: false,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? WATCH_MS : false),
  });
  const isUnbegun = notice.error instanceof Problem && notice.error.status === 404;
  return (
    <section className="incident-notice" aria-label={t('privacy.notice.title')}>
      {notice.data && <Told entry={entry} notice={notice.data} />}
      <div className="incident-deeds">
        {isUnbegun && (
          <Deed
            icon={<Megaphone size={14} />}
            reason={reason('keep_privacy') ?? can('edit')}
            onClick={() => setWriting(true)}
          >
            {t('privacy.notice.tell')}
          </Deed>
        )}
        {reason('keep_privacy') === null &&
          (['zh', 'en'] as const).map((language) => (
            <Button
              key={language}
              icon={<FileText size={14} />}
              href={urlOf(`/book-entries/${entry.id}/report`, { language })}
              target="_blank"
            >
              {t(`privacy.notice.report.${language}`)}
            </Button>
          ))}
      </div>
      {isWriting && <Writing entry={entry} onClose={() => setWriting(false)} />}
    </section>
  );
}

function Told({ entry, notice }: { entry: BookEntryView; notice: BreachNotice }) {
  const { t } = useTranslation();
  const words = t(`privacy.notice.state.${notice.state}`, {
    told: number(notice.told),
    unreached: number(notice.unreached),
    name: notice.begun_by,
  });
  return (
    <>
      {notice.state === 'running' ? (
        <Progress
          label={t('privacy.notice.title')}
          done={notice.told + notice.unreached}
          total={notice.total}
          words={[words, t('privacy.notice.of', { total: number(notice.total) })]}
        />
      ) : (
        <p role="status">{words}</p>
      )}
      {notice.unreached > 0 && notice.state === 'done' && <Unreached entry={entry} count={notice.unreached} />}
    </>
  );
}

function Unreached({ entry, count }: { entry: BookEntryView; count: number }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const list = useEndless<Ref>(`/book-entries/${entry.id}/notice/unreached`, {}, { isActive: isOpen });
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('privacy.notice.unreached', { count })}</summary>
      <ul>
        {list.items.map((one) => (
          <li key={one.id}>
            <Link to="/customers/$id" params={{ id: one.id }}>
              {one.name || t('duplicates.mergeAll.unseen')}
            </Link>
          </li>
        ))}
        {list.hasMore && (
          <li>
            <Button type="link" size="small" loading={list.isLoadingMore} onClick={list.more}>
              {t('privacy.notice.more')}
            </Button>
          </li>
        )}
      </ul>
    </details>
  );
}

/** The words begin with what the page of the incident says; an SMS takes less of it. */
function Writing({ entry, onClose }: { entry: BookEntryView; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Words>();
  const begin = useWrite<Words, BreachNotice>({
    deed: (words) => api.post<BreachNotice>(`/book-entries/${entry.id}/notice`, { words }),
    touches: () => [['book-entries'], ['messages']],
    done: () => t('privacy.notice.begun'),
    onDone: onClose,
    onProblem: (problem) => showAtFields(form, problem),
  });
  const page = entry.page.book === 'incidents' ? entry.page : null;
  const initial: Partial<Words> = {
    cause: page?.cause.slice(0, 60) ?? '',
    harm: page?.harm.slice(0, 100) ?? '',
    measures: page?.measures.slice(0, 100) ?? '',
    contact: page?.contact.slice(0, 60) ?? '',
  };
  const most = { cause: 60, harm: 100, measures: 100, contact: 60 } as const;
  return (
    <Modal
      open
      title={t('privacy.notice.tell')}
      okText={t('privacy.notice.begin')}
      okButtonProps={{ danger: true, loading: begin.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="muted">{t('privacy.notice.hint')}</p>
      <Form<Words>
        form={form}
        onValuesChange={forgetFaults(form)}
        name="notice"
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={begin.mutate}
      >
        {(['cause', 'harm', 'measures', 'contact'] as const).map((name) => (
          <Form.Item
            key={name}
            name={name}
            label={t(`privacy.notice.field.${name}`)}
            rules={[{ required: true, whitespace: true, message: t('privacy.notice.missing') }]}
          >
            <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={most[name]} showCount />
          </Form.Item>
        ))}
      </Form>
    </Modal>
  );
}

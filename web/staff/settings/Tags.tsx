// The tag library: groups of tags with their colours.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Dropdown, Form, Input, Modal } from 'antd';
import { Ellipsis, Pencil, Plus, Tags as TagsIcon, Trash2, WandSparkles } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TagGroupView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { count } from '../../shared/format';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { inkOf, TagPill, TONES } from '../../shared/ui/faces';
import { forgetFaults } from '../../shared/ui/formFaults';
import { PageHead } from '../../shared/ui/PageHead';
import { Empty, ErrorState, Skeleton } from '../../shared/ui/states';
import { usePower } from '../session/session';
import { showAtFields } from './FormDrawer';
import { TagRuleState } from './TagRuleState';

type TagView = TagGroupView['tags'][number];

/** What the dialog is about. */
type Asked =
  | { about: 'group'; group: TagGroupView | null }
  | { about: 'tag'; group: TagGroupView; tag: TagView | null };

export function Tags() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const tags = useQuery(read<TagGroupView[]>('/tags'));
  const [asked, setAsked] = useState<Asked | null>(null);
  const refusal = reason('manage_tags');
  return (
    <>
      <PageHead title={t('settings.section.tags')}>
        <Deed
          type="primary"
          icon={<Plus size={15} />}
          reason={refusal}
          onClick={() => setAsked({ about: 'group', group: null })}
        >
          {t('settings.tags.newGroup')}
        </Deed>
      </PageHead>
      <div className="page-body settings-cards">
        {tags.error && !tags.data && <ErrorState failure={tags.error} onRetry={() => void tags.refetch()} />}
        {!tags.data && !tags.error && <Skeleton lines={8} />}
        {tags.data?.length === 0 && <Empty icon={TagsIcon} title={t('settings.tags.none')} />}
        {tags.data?.map((group) => (
          <Group key={group.id} group={group} refusal={refusal} onAsk={setAsked} />
        ))}
      </div>
      {asked?.about === 'group' && <GroupDialog group={asked.group} onClose={() => setAsked(null)} />}
      {asked?.about === 'tag' && <TagDialog group={asked.group} tag={asked.tag} onClose={() => setAsked(null)} />}
    </>
  );
}

interface GroupProps {
  group: TagGroupView;
  refusal: string | null;
  onAsk: (asked: Asked) => void;
}

function Group({ group, refusal, onAsk }: GroupProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const remove = useRemove();
  return (
    <section className="card" aria-label={group.name}>
      <header>
        <h2>{group.name}</h2>
        <span className="muted num">{group.tags.length}</span>
        <div className="spring" />
        <Deed
          size="small"
          icon={<Plus size={13} />}
          reason={refusal}
          onClick={() => onAsk({ about: 'tag', group, tag: null })}
        >
          {t('settings.tags.new')}
        </Deed>
        <More
          label={t('settings.tags.menu', { name: group.name })}
          isOff={refusal !== null}
          edit={t('settings.tags.renameGroup')}
          keep={group.tags.length > 0 ? t('settings.tags.groupInUse') : null}
          onEdit={() => onAsk({ about: 'group', group })}
          onRemove={() =>
            remove({
              path: `/tag-groups/${group.id}`,
              version: group.version,
              title: t('settings.tags.removeGroupTitle', { name: group.name }),
            })
          }
        />
      </header>
      <ul className="inside tag-list">
        {group.tags.map((tag) => (
          <li key={tag.id}>
            <TagPill tag={tag} />
            <span className="muted num">
              {t('settings.tags.customers', { count: tag.customers.count, words: count(tag.customers) })}
            </span>
            {tag.rule && <TagRuleState rule={tag.rule} name={tag.name} />}
            <More
              label={t('settings.tags.menu', { name: tag.name })}
              isOff={refusal !== null}
              edit={t('settings.tags.edit')}
              rule={{
                label: t(tag.rule ? 'settings.tags.editRule' : 'settings.tags.giveRule'),
                onOpen: () => void navigate({ to: '/settings/tags/$id/rule', params: { id: tag.id } }),
              }}
              keep={
                // Nobody can take off what a rule puts on: the tag goes from all of them with its rule.
                tag.customers.count > 0 && !tag.rule
                  ? t('settings.tags.inUse', { count: tag.customers.count, words: count(tag.customers) })
                  : null
              }
              onEdit={() => onAsk({ about: 'tag', group, tag })}
              onRemove={() =>
                remove({
                  path: `/tags/${tag.id}`,
                  version: tag.version,
                  title: t('settings.tags.removeTitle', { name: tag.name }),
                  ...(tag.rule && tag.customers.count > 0
                    ? {
                        content: t('settings.tags.losing', {
                          count: tag.customers.count,
                          words: count(tag.customers),
                        }),
                      }
                    : {}),
                })
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface MoreProps {
  label: string;
  isOff: boolean;
  edit: string;
  /** The way to the rule by which a tag keeps itself. */
  rule?: { label: string; onOpen: () => void };
  /** Why it cannot be deleted now. */
  keep: string | null;
  onEdit: () => void;
  onRemove: () => void;
}

function More({ label, isOff, edit, rule, keep, onEdit, onRemove }: MoreProps) {
  const { t } = useTranslation();
  const items = [
    { key: 'edit', icon: <Pencil size={14} />, label: edit, disabled: isOff },
    ...(rule ? [{ key: 'rule', icon: <WandSparkles size={14} />, label: rule.label }] : []),
    {
      key: 'remove',
      icon: <Trash2 size={14} />,
      label: keep ? `${t('settings.remove')}（${keep}）` : t('settings.remove'),
      danger: true,
      disabled: isOff || keep !== null,
    },
  ];
  const choose = (key: string) => {
    if (key === 'rule') rule?.onOpen();
    else if (key === 'edit') onEdit();
    else onRemove();
  };
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => choose(key) }}>
      <button type="button" className="icon-button" aria-label={label}>
        <Ellipsis size={15} />
      </button>
    </Dropdown>
  );
}

function GroupDialog({ group, onClose }: { group: TagGroupView | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ name: string }>();
  const save = useWrite<{ name: string }>({
    deed: (words) =>
      group ? api.patch(`/tag-groups/${group.id}`, words, { version: group.version }) : api.post('/tag-groups', words),
    touches: () => [['tags']],
    done: () => t('common.saved'),
    onDone: onClose,
    onProblem: (problem) => showAtFields(form, problem),
  });
  return (
    <Modal
      open
      width={380}
      title={t(group ? 'settings.tags.renameGroup' : 'settings.tags.newGroup')}
      okText={t('settings.save')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        onValuesChange={forgetFaults(form)}
        layout="vertical"
        initialValues={{ name: group?.name ?? '' }}
        onFinish={(words) => save.mutate(words)}
      >
        <Form.Item
          name="name"
          label={t('settings.tags.group')}
          rules={[{ required: true, whitespace: true, message: t('settings.tags.nameMissing') }]}
        >
          <Input autoFocus maxLength={30} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface TagWords {
  name: string;
  colour: string;
}

interface TagDialogProps {
  group: TagGroupView;
  tag: TagView | null;
  onClose: () => void;
}

function TagDialog({ group, tag, onClose }: TagDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<TagWords>();
  const save = useWrite<TagWords>({
    deed: (words) =>
      tag
        ? api.patch(`/tags/${tag.id}`, words, { version: tag.version })
        : api.post('/tags', { ...words, group_id: group.id }),
    touches: () => [['tags'], ['customers']],
    done: () => t('common.saved'),
    onDone: onClose,
    onProblem: (problem) => showAtFields(form, problem),
  });
  return (
    <Modal
      open
      width={380}
      title={`${group.name} · ${t(tag ? 'settings.tags.edit' : 'settings.tags.new')}`}
      okText={t('settings.save')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<TagWords>
        form={form}
        onValuesChange={forgetFaults(form)}
        layout="vertical"
        initialValues={{ name: tag?.name ?? '', colour: tag?.colour ?? 'blue' }}
        onFinish={(words) => save.mutate(words)}
      >
        <Form.Item
          name="name"
          label={t('settings.tags.name')}
          rules={[{ required: true, whitespace: true, message: t('settings.tags.nameMissing') }]}
        >
          <Input autoFocus maxLength={20} />
        </Form.Item>
        <Form.Item name="colour" label={t('settings.tags.colour')}>
          <Swatches />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** The colours a tag may have, as radio buttons; the form gives value and change. */
function Swatches({ value, onChange }: { value?: string; onChange?: (colour: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className="swatches" role="radiogroup" aria-label={t('settings.tags.colour')}>
      {TONES.map((tone) => (
        <label key={tone} style={{ color: inkOf(tone) }} title={t(`settings.tags.tones.${tone}`)}>
          <input
            type="radio"
            name="colour"
            checked={value === tone}
            aria-label={t(`settings.tags.tones.${tone}`)}
            onChange={() => onChange?.(tone)}
          />
          <i />
        </label>
      ))}
    </div>
  );
}

interface Removal {
  path: string;
  version: number;
  title: string;
  /** What goes with it. */
  content?: string;
}

function useRemove() {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const remove = useWrite<Removal>({
    deed: ({ path, version }) => api.remove(path, { version }),
    touches: () => [['tags'], ['customers']],
    done: () => t('common.deleted'),
  });
  return (removal: Removal) =>
    modal.confirm({
      title: removal.title,
      content: removal.content,
      okText: t('settings.remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(removal).catch(() => {}),
    });
}

// Roles and what each allows, as one table of boxes.
import { useQuery } from '@tanstack/react-query';
import { App, Dropdown, Form, Input, Modal } from 'antd';
import { Copy, Ellipsis, Lock, Pencil, Plus, Trash2 } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PermissionView, RoleView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { FloatingBar } from '../../shared/ui/FloatingBar';
import { forgetFaults } from '../../shared/ui/formFaults';
import { PageHead } from '../../shared/ui/PageHead';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import { listed } from '../../shared/whole';
import { usePower } from '../session/session';
import { showAtFields } from './FormDrawer';
import { byDepartment, countChanges, type Draft, has, put } from './matrix';

/** What the dialog is about: a new role, a copy of one, or another name for one. */
type Asked = { deed: 'new' | 'copy' | 'rename'; role: RoleView | null };

export function Roles() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const roles = useQuery(listed<RoleView>('/roles'));
  const permissions = useQuery({ ...read<PermissionView[]>('/permissions'), staleTime: 600_000 });
  const [draft, setDraft] = useState<Draft>(new Map());
  const [asked, setAsked] = useState<Asked | null>(null);
  const save = useSave(roles.data ?? [], () => setDraft(new Map()));
  const failure = roles.data ? permissions.error : roles.error;
  const changes = countChanges(draft, roles.data ?? []);
  return (
    <>
      <PageHead title={t('settings.section.roles')}>
        <Deed
          type="primary"
          icon={<Plus size={15} />}
          reason={reason('manage_roles')}
          onClick={() => setAsked({ deed: 'new', role: null })}
        >
          {t('settings.roles.new')}
        </Deed>
      </PageHead>
      {failure ? (
        <ErrorState failure={failure} onRetry={() => void Promise.all([roles.refetch(), permissions.refetch()])} />
      ) : roles.data && permissions.data ? (
        <Matrix roles={roles.data} permissions={permissions.data} draft={draft} onChange={setDraft} onAsk={setAsked} />
      ) : (
        <div className="page-body">
          <Skeleton lines={12} />
        </div>
      )}
      {changes > 0 && (
        <FloatingBar words={t('settings.roles.changes', { count: changes })} onClear={() => setDraft(new Map())}>
          <button type="button" disabled={save.isPending} onClick={() => save.mutate(draft)}>
            {t('settings.save')}
          </button>
        </FloatingBar>
      )}
      {asked && <RoleDialog asked={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function useSave(roles: RoleView[], onDone: () => void) {
  const { t } = useTranslation();
  return useWrite<Draft>({
    deed: (draft) =>
      Promise.all(
        roles
          .filter((role) => draft.has(role.id))
          .map((role) =>
            api.patch(`/roles/${role.id}`, { permissions: [...(draft.get(role.id) ?? [])] }, { version: role.version }),
          ),
      ),
    touches: () => [['roles'], ['session'], ['staff']],
    done: () => t('settings.roles.saved'),
    onDone,
  });
}

interface MatrixProps {
  roles: RoleView[];
  permissions: PermissionView[];
  draft: Draft;
  onChange: (draft: Draft) => void;
  onAsk: (asked: Asked) => void;
}

function Matrix({ roles, permissions, draft, onChange, onAsk }: MatrixProps) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls by keys
    <section className="table-frame matrix" tabIndex={0} aria-label={t('settings.roles.matrix')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('settings.power.permission')}</th>
            {roles.map((role) => (
              <th key={role.id} scope="col">
                <RoleHead role={role} draft={draft} total={permissions.length} onAsk={onAsk} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {byDepartment(permissions).map(([department, group]) => (
            <Fragment key={department}>
              <tr className="department">
                <th scope="rowgroup">{t(`settings.department.${department}`, { defaultValue: department })}</th>
                {roles.map((role) => (
                  <td key={role.id}>
                    <GroupBox
                      role={role}
                      group={group}
                      draft={draft}
                      label={t('settings.roles.cell', {
                        role: role.name,
                        permission: t(`settings.department.${department}`, { defaultValue: department }),
                      })}
                      onChange={onChange}
                    />
                  </td>
                ))}
              </tr>
              {group.map((permission) => (
                <tr key={permission.name}>
                  <th scope="row">
                    {permission.description}
                    <code>{permission.name}</code>
                  </th>
                  {roles.map((role) => (
                    <td key={role.id}>
                      <input
                        type="checkbox"
                        className={isChanged(draft, role, permission.name) ? 'check changed' : 'check'}
                        checked={has(draft, role, permission.name)}
                        disabled={!role.can.includes('edit')}
                        title={role.can.includes('edit') ? undefined : t('settings.roles.fixed')}
                        aria-label={t('settings.roles.cell', { role: role.name, permission: permission.description })}
                        onChange={(event) => onChange(put(draft, role, [permission.name], event.target.checked))}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function isChanged(draft: Draft, role: RoleView, permission: string): boolean {
  return has(draft, role, permission) !== role.permissions.includes(permission);
}

interface GroupBoxProps {
  role: RoleView;
  group: PermissionView[];
  draft: Draft;
  label: string;
  onChange: (draft: Draft) => void;
}

/** All permissions of one department at once. */
function GroupBox({ role, group, draft, label, onChange }: GroupBoxProps) {
  const names = group.map((permission) => permission.name);
  const given = names.filter((name) => has(draft, role, name)).length;
  return (
    <input
      type="checkbox"
      className="check"
      checked={given === names.length}
      disabled={!role.can.includes('edit')}
      aria-label={label}
      ref={(box) => {
        if (box) box.indeterminate = given > 0 && given < names.length;
      }}
      onChange={() => onChange(put(draft, role, names, given < names.length))}
    />
  );
}

interface RoleHeadProps {
  role: RoleView;
  draft: Draft;
  total: number;
  onAsk: (asked: Asked) => void;
}

function RoleHead({ role, draft, total, onAsk }: RoleHeadProps) {
  const { t } = useTranslation();
  const { may } = usePower();
  const remove = useRemove();
  const items = [
    { key: 'copy', icon: <Copy size={14} />, label: t('settings.roles.copy'), disabled: !may('manage_roles') },
    {
      key: 'rename',
      icon: <Pencil size={14} />,
      label: t('settings.roles.rename'),
      disabled: !role.can.includes('edit'),
    },
    {
      key: 'remove',
      icon: <Trash2 size={14} />,
      label: t('settings.remove'),
      danger: true,
      disabled: !role.can.includes('remove'),
    },
  ];
  const some = draft.get(role.id)?.size ?? role.permissions.length;
  return (
    <div className="role-head">
      <span className="two-lines">
        <b className="cut">
          {role.is_built_in && <Lock size={11} role="img" aria-label={t('settings.roles.builtIn')} />}
          {role.name}
        </b>
        <span>
          {t('settings.roles.people', { count: role.staff })} · {t('settings.roles.total', { some, all: total })}
        </span>
      </span>
      <Dropdown
        trigger={['click']}
        menu={{
          items,
          onClick: ({ key }) => (key === 'remove' ? remove(role) : onAsk({ deed: key as 'copy' | 'rename', role })),
        }}
      >
        <button type="button" className="icon-button" aria-label={t('settings.roles.menu', { name: role.name })}>
          <Ellipsis size={15} />
        </button>
      </Dropdown>
    </div>
  );
}

interface RoleWords {
  name: string;
  name_english?: string;
}

function RoleDialog({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation();
  const { deed, role } = asked;
  const [form] = Form.useForm<RoleWords>();
  const send = useWrite<RoleWords>({
    deed: ({ name, name_english }) => {
      const words = { name: name.trim(), ...(name_english?.trim() ? { name_english: name_english.trim() } : {}) };
      return deed === 'rename' && role
        ? api.patch(`/roles/${role.id}`, words, { version: role.version })
        : api.post('/roles', { ...words, permissions: role?.permissions ?? [] });
    },
    touches: () => [['roles']],
    done: () => t('common.saved'),
    onDone: onClose,
    onProblem: (problem) => showAtFields(form, problem),
  });
  const title = {
    new: t('settings.roles.new'),
    copy: t('settings.roles.copyNamed', { name: role?.name }),
    rename: t('settings.roles.rename'),
  }[deed];
  const name = deed === 'copy' ? t('settings.roles.copyOf', { name: role?.name }) : (role?.name ?? '');
  return (
    <Modal
      open
      width={400}
      title={title}
      okText={t('settings.save')}
      confirmLoading={send.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        onValuesChange={forgetFaults(form)}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name }}
        onFinish={(words) => send.mutate(words)}
      >
        <Form.Item
          name="name"
          label={t('settings.roles.name')}
          rules={[{ required: true, whitespace: true, message: t('settings.roles.nameMissing') }]}
        >
          <Input autoFocus maxLength={40} />
        </Form.Item>
        <Form.Item name="name_english" label={t('settings.roles.nameEnglish')}>
          <Input maxLength={40} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function useRemove() {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const remove = useWrite<RoleView>({
    deed: ({ id, version }) => api.remove(`/roles/${id}`, { version }),
    touches: () => [['roles']],
    done: () => t('common.deleted'),
  });
  return (role: RoleView) =>
    modal.confirm({
      title: t('settings.roles.removeTitle', { name: role.name }),
      okText: t('settings.remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(role).catch(() => {}),
    });
}

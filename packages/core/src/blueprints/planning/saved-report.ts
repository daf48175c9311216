import { defineEntity } from '../../blueprint/index.ts';

/** A dashboard with a name, and who gets it as a PDF by mail once a week. */
export const savedReport = defineEntity({
  name: 'savedReport',
  label: { en: 'Saved report', fr: 'Rapport enregistré', ru: 'Сохранённый отчёт', he: 'דוח שמור' },
  plural: { en: 'Saved reports', fr: 'Rapports enregistrés', ru: 'Сохранённые отчёты', he: 'דוחות שמורים' },
  title: 'name',
  fields: {
    name: { kind: 'text', label: { en: 'Name', fr: 'Nom', ru: 'Название', he: 'שם' }, required: true, max: 100 },
    report: {
      kind: 'choice',
      label: { en: 'Report', fr: 'Rapport', ru: 'Отчёт', he: 'דוח' },
      options: [
        { key: 'dashboard', label: { en: 'Dashboard', fr: 'Tableau de bord', ru: 'Панель', he: 'לוח מחוונים' } },
        {
          key: 'board',
          label: { en: 'Board report', fr: 'Rapport au conseil', ru: 'Отчёт для совета', he: 'דוח לדירקטוריון' },
        },
      ],
      default: 'dashboard',
      required: true,
    },
    filters: {
      kind: 'text',
      label: { en: 'Filters', fr: 'Filtres', ru: 'Отбор', he: 'סינון' },
      hint: {
        en: 'As in the address of a list: stage=qualified&sector=Energy',
        fr: 'Comme dans l’adresse d’une liste : stage=qualified&sector=Energy',
        ru: 'Как в адресе списка: stage=qualified&sector=Energy',
        he: 'כמו בכתובת של רשימה: stage=qualified&sector=Energy',
      },
      max: 1000,
    },
    quota: { kind: 'money', currency: 'EUR', label: { en: 'Quota', fr: 'Objectif', ru: 'План', he: 'יעד' }, min: 0 },
    language: {
      kind: 'choice',
      label: { en: 'Language', fr: 'Langue', ru: 'Язык', he: 'שפה' },
      options: [
        { key: 'en', label: { en: 'English', fr: 'Anglais', ru: 'Английский', he: 'אנגלית' } },
        { key: 'fr', label: { en: 'French', fr: 'Français', ru: 'Французский', he: 'צרפתית' } },
        { key: 'ru', label: { en: 'Russian', fr: 'Russe', ru: 'Русский', he: 'רוסית' } },
        { key: 'he', label: { en: 'Hebrew', fr: 'Hébreu', ru: 'Иврит', he: 'עברית' } },
      ],
      default: 'en',
      required: true,
    },
    weekday: {
      kind: 'choice',
      label: { en: 'By mail on', fr: 'Par mail le', ru: 'Почтой по', he: 'בדוא״ל ביום' },
      hint: {
        en: 'Blank: it is not sent.',
        fr: 'Vide : il n’est pas envoyé.',
        ru: 'Пусто: не отправляется.',
        he: 'ריק: לא נשלח.',
      },
      options: [
        { key: 'monday', label: { en: 'Monday', fr: 'lundi', ru: 'понедельник', he: 'שני' } },
        { key: 'tuesday', label: { en: 'Tuesday', fr: 'mardi', ru: 'вторник', he: 'שלישי' } },
        { key: 'wednesday', label: { en: 'Wednesday', fr: 'mercredi', ru: 'среда', he: 'רביעי' } },
        { key: 'thursday', label: { en: 'Thursday', fr: 'jeudi', ru: 'четверг', he: 'חמישי' } },
        { key: 'friday', label: { en: 'Friday', fr: 'vendredi', ru: 'пятница', he: 'שישי' } },
        { key: 'saturday', label: { en: 'Saturday', fr: 'samedi', ru: 'суббота', he: 'שבת' } },
        { key: 'sunday', label: { en: 'Sunday', fr: 'dimanche', ru: 'воскресенье', he: 'ראשון' } },
      ],
    },
    recipients: {
      kind: 'tags',
      label: { en: 'Recipients', fr: 'Destinataires', ru: 'Получатели', he: 'נמענים' },
      hint: {
        en: 'E-mail addresses of people who belong to the organisation.',
        fr: 'Adresses e-mail de membres de l’organisation.',
        ru: 'Адреса эл. почты людей из организации.',
        he: 'כתובות דוא״ל של אנשים בארגון.',
      },
    },
  },
  views: {
    table: ['name', 'report', 'weekday', 'recipients'],
    form: ['name', ['report', 'language'], 'filters', 'quota', 'weekday', 'recipients'],
    filters: ['report', 'weekday'],
  },
});

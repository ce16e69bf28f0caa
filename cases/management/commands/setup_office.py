"""Start a real, empty office: step by step at the keyboard, or from a file of answers."""

import json
import sys
from contextlib import contextmanager
from datetime import date

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from cases.dictionary import load_categories
from officials import founding
from officials.calendar import Calendar
from officials.founding import Office, Person, Refused


class Command(BaseCommand):
    help = "建立一个真实的街道：名称、社区、科室、第一个系统管理员。问完才写入，中途停下什么都不留。"

    def add_arguments(self, parser):
        parser.add_argument("--file", help="答案文件（JSON），格式见 docs/operations.md；给了就不再提问")
        parser.add_argument(
            "--communities", help="社区表（xlsx 或 csv），列名：社区、统计区划码、网格数、常住人口、面积"
        )
        parser.add_argument("--no-input", action="store_true", help="不提问，缺什么就报什么")
        parser.add_argument("--json", action="store_true", help="结果只用 JSON 写到标准输出")

    def handle(self, *, file, communities, no_input, json: bool, **options):
        self.said = sys.stderr if json else self.stdout
        if waiting_migrations():
            self.say("建立数据库结构……")
            call_command("migrate", interactive=False, verbosity=0)
        with refusals():
            founding.refuse_second()
            given = communities and founding.communities_of(communities)
            office = self.read(file, given) if file or no_input else self.ask(given)
            with transaction.atomic():
                accounts = founding.found(office)
                categories = load_categories()
        self.report(office, accounts, categories, as_json=json)

    def say(self, text=""):
        self.said.write(f"{text}\n")
        self.said.flush()

    # ---------- at the keyboard ----------
    def ask(self, communities):
        try:
            return self.ask_all(communities)
        except (KeyboardInterrupt, EOFError):
            raise CommandError("\n没有问完，什么都没有建立。可以随时重来。") from None

    def ask_all(self, communities):
        self.say("建立街道。方括号里是默认值，直接回车就用它；Ctrl-C 停下，什么都不会留下。\n")
        name = self.answer("1. 街道全称，如 东河街道办事处", check=founding.check_name)
        short_name = self.answer("   简称", founding.short_name_of(name), check=founding.check_name)
        prefix = self.answer("   案号字头（英文字母）", founding.prefix_of(name), check=founding.check_prefix)
        address = self.answer("   地址（可空）", optional=True)
        phone = self.answer("   电话（可空）", optional=True)
        hours = self.answer("   接待时间（可空），如 工作日 8:30-12:00，14:00-17:30", optional=True)
        communities = communities or self.answer(
            "2. 社区名称，用顿号或逗号隔开；或写社区表（xlsx、csv）的路径", check=self.communities
        )
        self.say(f"   共 {len(communities)} 个社区。")
        sections = self.answer(
            f"3. 科室，用顿号或逗号隔开（{founding.PETITION_OFFICE}一定有，不用写）",
            "、".join(founding.SECTIONS),
            check=names_in,
        )
        stations = self.answer("   所队", "、".join(founding.STATIONS), check=names_in)
        self.say("4. 第一个系统管理员：建账号、定岗位，看不到任何案件。")
        administrator = self.person()
        director = None
        if self.answer("5. 现在就建信访办主任的账号吗（y/n）", "y").lower().startswith("y"):
            director = self.person()
        self.say("6. 内容分类用通行的两级分类，角色和权限用 docs/permissions.csv，工作日历随系统带来，不用填。")
        return Office(
            name,
            prefix,
            administrator,
            short_name,
            address,
            phone,
            hours,
            communities,
            sections=sections,
            stations=stations,
            director=director,
        )

    def answer(self, question, default="", *, check=str, optional=False):
        """Ask until the answer will do."""
        while True:
            self.say(f"{question} [{default}]：" if default else f"{question}：")
            typed = input().strip() or default
            if not typed and optional:
                return ""
            try:
                if not typed:
                    raise Refused("这一项不能空。")
                return check(typed)
            except Refused as refusal:
                for sentence in refusal.sentences:
                    self.say(f"   {sentence}")

    def person(self):
        while True:
            person = Person(
                self.answer("   工号"), self.answer("   姓名"), self.answer("   内线（可空）", optional=True)
            )
            try:
                return founding.check_person(person)
            except Refused as refusal:
                self.say(f"   {refusal}")

    @staticmethod
    def communities(typed):
        if typed.lower().endswith((".xlsx", ".csv")):
            return founding.communities_of(typed)
        return [founding.check_community(row, {"社区": name}) for row, name in enumerate(names_in(typed), 1)]

    # ---------- from a file ----------
    def read(self, path, communities):
        if not path:
            raise Refused("不提问时要用 --file 给出答案文件。")
        try:
            with open(path, encoding="utf-8") as file:
                answers = json.load(file)
        except OSError as error:
            raise Refused(f"打不开 {path}：{error.strerror}。") from None
        except ValueError:
            raise Refused(f"{path} 不是 JSON。") from None
        wrong = []

        def take(label, read):
            try:
                return read()
            except Refused as refusal:
                wrong.extend(f"{label}：{sentence}" for sentence in refusal.sentences)
            except (KeyError, TypeError, AttributeError, ValueError):
                wrong.append(f"{label}：没有写，或写法不对。")

        street = take("street", lambda: {**answers["street"]}) or {}
        name = take("street.name", lambda: founding.check_name(street["name"]))
        prefix = take("street.prefix", lambda: founding.check_prefix(street.get("prefix") or founding.prefix_of(name)))
        administrator = take("administrator", lambda: founding.check_person(Person(**answers["administrator"])))
        director = answers.get("director") if isinstance(answers, dict) else None
        if director:
            director = take("director", lambda: founding.check_person(Person(**director)))
        communities = communities or take("communities", lambda: self.listed(answers["communities"]))
        as_of = take("as_of", lambda: date.fromisoformat(answers.get("as_of") or str(timezone.localdate())))
        sections = take("sections", lambda: [*answers.get("sections", founding.SECTIONS)])
        stations = take("stations", lambda: [*answers.get("stations", founding.STATIONS)])
        if wrong:
            raise Refused(*wrong)
        return Office(
            name,
            prefix,
            administrator,
            street.get("short_name") or founding.short_name_of(name),
            street.get("address", ""),
            street.get("phone", ""),
            street.get("hours", ""),
            communities,
            as_of,
            sections,
            stations,
            director,
        )

    @staticmethod
    def listed(communities):
        """Communities as names, or as objects with the columns of the workbook under their English names."""
        found = []
        for row, community in enumerate(communities, 1):
            facts = {"name": community} if isinstance(community, str) else community
            found.append(
                founding.check_community(row, {column: facts.get(key) for column, key in founding.COLUMNS.items()})
            )
        return found

    # ---------- the end ----------
    def report(self, office, accounts, categories, *, as_json):
        hours = settings.INITIAL_PASSWORD_HOURS
        warnings = list(calendar_warnings(timezone.localdate()))
        if as_json:
            result = {
                "street": office.name,
                "prefix": office.prefix,
                "communities": len(office.communities),
                "categories": categories,
                "accounts": [
                    {"username": person.username, "name": person.name, "role": role.value, "password": password}
                    for person, role, password in accounts
                ],
                "password_hours": hours,
                "warnings": warnings,
            }
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        self.say(f"\n{office.name}建好了：{len(office.communities)} 个社区，{categories} 个内容分类。")
        self.say(f"下面的初始密码只显示这一次，{hours} 小时内有效，第一次登录要换成自己的：")
        for person, role, password in accounts:
            self.say(f"  {role.label}  {person.name}  工号 {person.username}  初始密码 {password}")
        for warning in warnings:
            self.say(f"注意：{warning}")
        self.say("接下来请系统管理员登录，在“系统管理”里建账号、定岗位。")


def waiting_migrations():
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


@contextmanager
def refusals():
    try:
        yield
    except Refused as refusal:
        raise CommandError(f"{refusal}\n什么都没有建立。") from None


def names_in(typed):
    """Names between commas of either kind, each once."""
    names = (name.strip() for name in typed.replace("，", "、").replace(",", "、").split("、"))
    return list(dict.fromkeys(filter(None, names)))


def calendar_warnings(today):
    calendar = Calendar.load()
    if today.year not in calendar.years:
        yield f"{today.year} 年的工作日历没有录入，期限算不出来。请信访办主任在“工作日历”里导入。"
    elif warning := calendar.next_year_warning(today):
        yield warning
